/** `<lobi-view-form>`: the name under which the conditions of a list are saved, for oneself or for all. */
import type { TemplateResult } from 'lit';
import { html } from 'lit';
import '../../controls/dialog.ts';
import { fieldStyles } from '../../controls/field-look.ts';
import { define } from '../../kernel/element.ts';
import { Answers, question } from '../answers.ts';
import { Page } from '../page.ts';
import { toast } from '../toast.ts';
import type { Node } from './filters.ts';
import type { Group } from './saved.ts';
import { words } from './texts.ts';

export class ViewForm extends Page {
  static override texts = words;
  static override properties = {
    ...Page.properties,
    of: {},
    where: { attribute: false },
    shared: { state: true },
  };
  static override styles = [Page.styles, fieldStyles];

  declare of: Group['of'];
  declare where: Node | null;
  declare shared: boolean;
  readonly answers = new Answers(this);

  constructor() {
    super();
    this.shared = false;
  }

  override render(): TemplateResult {
    return html`<lobi-dialog open heading=${this.t('views.saveAs')} @lobi-dialog-close=${() => this.#close(null)}>
      <form @submit=${this.answers.submit((values) => this.#save(values.name ?? ''))}>
        ${question(this.answers, { name: 'name', label: this.t('views.name'), required: true, focus: true })}
        <p>
          <label class="check"
            ><input type="checkbox" .checked=${this.shared} @change=${(event: Event) => (this.shared = (event.target as HTMLInputElement).checked)} />${this.t('views.shared')}</label
          >
        </p>
        ${this.answers.said(['name']) ? html`<p class="hint red" role="alert">${this.answers.said(['name'])}</p>` : ''}
        <p class="line"><button class="btn first push" ?disabled=${this.answers.busy}>${this.t('form.save')}</button></p>
      </form>
    </lobi-dialog>`;
  }

  async #save(name: string): Promise<void> {
    const { of, where, shared } = this;
    const group = await this.connection.store.create<Group>('/api/groups', { name, of, where, shared });
    toast(this, this.t('views.saved', { name }));
    this.#close(group);
  }

  #close(group: Group | null): void {
    this.emit('lobi-view-close', { group });
  }
}

define('lobi-view-form', ViewForm);
