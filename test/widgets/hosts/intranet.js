// A page that makes its elements by script, as the large frameworks do: properties before the element is known, events
// listened to outside, and its own part of an act.
const { card, thread } = document.querySelector('script[data-card]').dataset;
const work = document.getElementById('work');
const told = document.getElementById('told');

const tokenProvider = async () => {
  const answer = await fetch('/lobi-token', { method: 'POST' });
  return (await answer.text()).trim();
};

const mail = document.createElement('lobi-mail-thread');
mail.tokenProvider = tokenProvider;
mail.thread = thread;

const who = document.createElement('lobi-contact-card');
who.tokenProvider = tokenProvider;
who.card = card;

work.append(mail, who);

// The ERP calls by its own telephone, everything else is left to the element.
work.addEventListener('lobi-card-call', (event) => {
  event.preventDefault();
  told.textContent = `calls ${event.detail.number}`;
});
