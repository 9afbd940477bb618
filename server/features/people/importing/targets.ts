import type { Label } from '#kernel/schema.ts';
import { catalog } from '#platform/catalog/catalog.ts';
import type { Target } from '#platform/exchange/importers.ts';
import type { CardEntity } from '../model/card.ts';

/** Where the columns of people's lists may go, with the words by which their headers are known. */

const label = (tr: string, pl: string, en: string): Label => ({ tr, pl, en });

function target(group: string, key: string, said: Label, words: string, more: Partial<Target> = {}): Target {
  return { group, key, label: said, words: words.split('|'), ...more };
}

const share = (samples: readonly string[], test: RegExp) =>
  samples.filter((each) => test.test(each)).length / samples.length;

const EMAIL = /^[^\s@;,]+@[^\s@;,]+\.[^\s@;,]+/;
const PHONE = /^(\+|00|0)?[\d\s()./-]{9,18}$/;
/** Days have as many digits as phones. */
const DAY = /^(\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})( |$)/;
const WEB = /^(https?:\/\/|www\.)\S+\.\S+/i;

const PERSON = [
  target(
    'card',
    'givenName',
    label('Ad', 'Imię', 'Given name'),
    'adı|isim|ilk ad|ad|imie|imiona|first name|firstname|given name|forename',
  ),
  target(
    'card',
    'familyName',
    label('Soyadı', 'Nazwisko', 'Family name'),
    'soyad|soyadı|soyisim|nazwisko|last name|lastname|surname|family name',
  ),
  target(
    'card',
    'fullName',
    label('Ad ve soyadı', 'Imię i nazwisko', 'Full name'),
    'ad soyad|adı soyadı|isim soyisim|ad ve soyad|kişi|ilgili kişi|yetkili|imie i nazwisko|osoba|kontakt|osoba kontaktowa|full name|name|contact|contact person',
  ),
  target(
    'card',
    'formOfAddress',
    label('Hitap', 'Forma grzecznościowa', 'Form of address'),
    'hitap|hitap şekli|zwrot grzecznosciowy|forma grzecznosciowa|salutation|form of address',
  ),
  target('card', 'language', label('Dil', 'Język', 'Language'), 'dil|yazışma dili|jezyk|language'),
  target(
    'card',
    'birthDate',
    label('Doğum tarihi', 'Data urodzenia', 'Date of birth'),
    'doğum tarihi|dogum gunu|doğum günü|data urodzenia|urodziny|birthday|birth date|date of birth|dob',
  ),
];

const ORGANISATION = [
  target(
    'card',
    'name',
    label('Kurum adı', 'Nazwa firmy', 'Name'),
    'ad|kurum|kurum adı|firma|firma adı|şirket|şirket adı|ünvan|unvan|ticari unvan|müşteri adı|cari adı|cari unvan|nazwa|nazwa firmy|kontrahent|firma|company|company name|organisation|organization|account name|name',
  ),
  target(
    'card',
    'taxNumber',
    label('Vergi numarası', 'NIP', 'Tax number'),
    'vergi no|vergi numarası|vkn|vergi kimlik no|vkn tckn|tckn|nip|numer nip|tax number|tax no|vat|vat number|vat id|tax id',
    {
      looks: (samples) => share(samples, /^\d{10}$/) * 0.65,
    },
  ),
  target(
    'card',
    'parent',
    label('Bağlı olduğu kurum', 'Firma nadrzędna', 'Belongs to'),
    'bağlı olduğu kurum|üst kurum|ana firma|grup|firma nadrzedna|spolka matka|parent|parent company|belongs to',
  ),
];

const CARD = [
  target(
    'card',
    'externalId',
    label(
      'Dış kimlik (başka programdaki numara)',
      'Identyfikator zewnętrzny (numer w innym programie)',
      'External id (number in another program)',
    ),
    'kod|cari kod|cari kodu|müşteri kodu|müşteri no|hesap kodu|id|kimlik|external id|erp|erp kodu|kod kontrahenta|numer klienta|id klienta|symbol|akronim|customer no|customer number|customer id|code|account number|key',
  ),
  target('card', 'kinds', label('Tür', 'Rodzaj', 'Kind'), 'tür|tip|cari tip|kart türü|rodzaj|typ|kind|type'),
  target(
    'card',
    'tags',
    label('Etiketler', 'Etykiety', 'Tags'),
    'etiket|etiketler|etykieta|etykiety|tagi|tag|tags|keywords|categories',
    { many: true },
  ),
  target(
    'card',
    'representative',
    label('Müşteri temsilcisi', 'Opiekun handlowy', 'Representative'),
    'temsilci|müşteri temsilcisi|satış temsilcisi|plasiyer|sorumlu|opiekun|opiekun handlowy|handlowiec|representative|sales rep|owner|account manager',
  ),
  target(
    'contact',
    'email',
    label('E-posta', 'E-mail', 'E-mail'),
    'e posta|eposta|e-posta|mail|email|e mail|e posta adresi|mail adresi|adres e mail|adres email|poczta|email address',
    {
      many: true,
      looks: (samples) => share(samples, EMAIL),
    },
  ),
  target(
    'contact',
    'phone',
    label('Telefon', 'Telefon', 'Phone'),
    'telefon|tel|tel no|telefon no|telefon numarası|iş telefonu|sabit telefon|santral|numer telefonu|nr tel|telefon stacjonarny|phone|phone number|work phone|business phone|telephone',
    {
      many: true,
      looks: (samples) => (share(samples, PHONE) - share(samples, DAY)) * 0.9,
    },
  ),
  target(
    'contact',
    'mobile',
    label('Cep telefonu', 'Telefon komórkowy', 'Mobile'),
    'cep|cep tel|cep telefonu|gsm|mobil|mobil telefon|telefon komorkowy|komorka|tel kom|mobile|mobile phone|cell|cell phone',
    { many: true },
  ),
  target('contact', 'fax', label('Faks', 'Faks', 'Fax'), 'faks|fax|faks no|belgegeçer', { many: true }),
  target(
    'contact',
    'web',
    label('Web sitesi', 'Strona WWW', 'Website'),
    'web|web sitesi|website|internet sitesi|web adresi|strona|strona www|www|url|homepage',
    {
      many: true,
      looks: (samples) => share(samples, WEB),
    },
  ),
  target(
    'contact',
    'messaging',
    label('Mesajlaşma', 'Komunikator', 'Messaging'),
    'whatsapp|telegram|skype|teams|komunikator|messaging',
    { many: true },
  ),
  target(
    'address',
    'street',
    label('Adres', 'Adres (ulica)', 'Address (street)'),
    'adres|açık adres|sokak|cadde|adres satırı|ulica|ulica i numer|adres|street|address|address line 1|street address',
  ),
  target(
    'address',
    'district',
    label('İlçe', 'Miejscowość', 'Town or district'),
    'ilçe|semt|miasto|miejscowosc|gmina|district|city|town',
  ),
  target(
    'address',
    'province',
    label('İl', 'Województwo', 'Province'),
    'il|şehir|vilayet|wojewodztwo|province|state|region',
  ),
  target(
    'address',
    'postalCode',
    label('Posta kodu', 'Kod pocztowy', 'Postal code'),
    'posta kodu|pk|kod pocztowy|kod poczt|postal code|postcode|zip|zip code',
  ),
  target('address', 'country', label('Ülke', 'Kraj', 'Country'), 'ülke|ulke|kraj|panstwo|country'),
];

const POSITION = [
  target(
    'position',
    'organisation',
    label('Çalıştığı kurum', 'Firma', 'Organisation'),
    'kurum|kurum adı|firma|firma adı|şirket|işyeri|çalıştığı kurum|nazwa firmy|pracodawca|company|company name|organisation|organization|employer|account',
  ),
  target(
    'position',
    'organisation.taxNumber',
    label('Kurumun vergi numarası', 'NIP firmy', 'Organisation’s tax number'),
    'vergi no|vergi numarası|vkn|firma vergi no|nip|nip firmy|tax number|vat number',
  ),
  target(
    'position',
    'title',
    label('Unvan', 'Stanowisko', 'Title'),
    'unvan|ünvan|görev|görevi|pozisyon|stanowisko|funkcja|title|job title|position|role',
  ),
  target(
    'position',
    'department',
    label('Bölüm', 'Dział', 'Department'),
    'bölüm|departman|birim|dzial|departament|department',
  ),
  target(
    'position',
    'from',
    label('Göreve başlama', 'Na stanowisku od', 'In the position from'),
    'işe giriş|başlama tarihi|göreve başlama|zatrudniony od|od|start date|from',
  ),
  target(
    'position',
    'until',
    label('Görevden ayrılma', 'Na stanowisku do', 'In the position until'),
    'işten çıkış|ayrılma tarihi|bitiş tarihi|zatrudniony do|do|end date|until',
  ),
];

/** Every target of a card, sets of criteria among them, which are there at once when somebody makes one. */
export async function targetsOf(card: CardEntity): Promise<Target[]> {
  const { fields } = (await catalog()).entity(card);
  const sets = fields
    .filter((field) => field.type.name === 'criteria')
    .map(
      (field): Target => ({
        group: 'criteria',
        key: `criteria.${field.key}`,
        label: field.label,
        words: [field.key],
        many: true,
      }),
    );
  return card === 'person' ? [...PERSON, ...POSITION, ...CARD, ...sets] : [...ORGANISATION, ...CARD, ...sets];
}
