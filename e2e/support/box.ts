// The box as a person meets it: by role and label only, in a shadow root or in the page's own tree.
import { expect, type Locator, type Page } from '@playwright/test';
import { english, type Values, type Words } from './words.ts';
import type { Quiet } from './quiet.ts';

export class Box {
  constructor(
    readonly page: Page,
    readonly element: Locator,
    private readonly quiet: Quiet,
    readonly words: Words = english,
  ) {}

  say(key: string, values: Values = {}): string {
    return this.words.say(key, values);
  }

  button(key: string, values: Values = {}): Locator {
    return this.element.getByRole('button', { name: this.say(key, values), exact: true });
  }

  /** The one button of the form: its name changes while one has to wait. */
  get submit(): Locator {
    return this.element.locator('button[type=submit]');
  }

  /** A screen's heading. */
  get title(): Locator {
    return this.element.getByRole('heading', { level: 1 });
  }

  /** A field by the key of its label. */
  field(key: string): Locator {
    return this.element.getByRole('textbox', { name: this.say(key), exact: true });
  }

  /** Password fields have no role while they hide what is typed. */
  labelled(key: string): Locator {
    return this.element.getByLabel(this.say(key), { exact: true });
  }

  get account(): Locator {
    return this.labelled('field.email.or.username');
  }

  get password(): Locator {
    return this.labelled('field.password');
  }

  get newPassword(): Locator {
    return this.labelled('field.newPassword');
  }

  /** What is said about the form as a whole. */
  get notice(): Locator {
    return this.element.getByRole('alert');
  }

  tab(key: string): Locator {
    return this.element.getByRole('tab', { name: this.say(key), exact: true });
  }

  async typePassword(field: Locator, text: string): Promise<void> {
    this.quiet.secret(text);
    await field.fill(text);
  }

  async signIn(account: string, password: string): Promise<void> {
    await this.account.fill(account);
    await this.typePassword(this.password, password);
    await this.button('signIn.submit').click();
  }

  async register(field: 'field.email' | 'field.username', account: string, password: string): Promise<void> {
    await this.field(field).fill(account);
    await this.typePassword(this.password, password);
    await this.button('register.submit').click();
  }

  async openRegister(): Promise<void> {
    await this.button('signIn.register').click();
    await this.shows('register.title');
  }

  async openForgot(): Promise<void> {
    await this.button('signIn.forgot').click();
    await this.shows('forgot.title');
  }

  async askForCode(email: string): Promise<void> {
    await this.openForgot();
    await this.field('field.email').fill(email);
    await this.button('forgot.submit').click();
    await this.shows('code.title');
  }

  async enterCode(code: string): Promise<void> {
    const field = this.field('field.code');
    // A code that is complete goes off by itself, once: the same one again counts when it was typed again.
    await field.fill('');
    await field.fill(code);
    if ((code.match(/\p{Nd}/gu) ?? []).length !== 6) await this.submit.click();
  }

  /** The choice that leads to a code, and the field for a number. */
  get phone(): Locator {
    return this.field('field.phone');
  }

  /** Whose calling code stands before a number; pressed, the list of countries. */
  get country(): Locator {
    return this.element.getByRole('button', { name: new RegExp(`^${this.say('field.country')}`) });
  }

  get code(): Locator {
    return this.field('field.code');
  }

  /** Asks for a code at the address in the one field of the form. */
  async sendCode(field: string, to: string, label = 'signIn.sendCode'): Promise<void> {
    await this.field(field).fill(to);
    await this.button(label).click();
    await this.shows('code.title');
  }

  async shows(titleKey: string, values: Values = {}): Promise<void> {
    await expect(this.title).toHaveText(this.say(titleKey, values));
  }

  async notices(key: string, values: Values = {}): Promise<void> {
    await expect(this.notice).toHaveText(this.say(key, values));
  }

  /** A field is wrong for this reason, and says so to everybody. */
  async complains(field: Locator, key: string, values: Values = {}): Promise<void> {
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(this.say(key, values));
  }

  async signedIn(): Promise<void> {
    await this.shows('signedIn.title');
  }

  /** After a pause that the product makes one can press again. */
  async pauseIsOver(key = 'signIn.submit'): Promise<void> {
    await expect(this.submit).toHaveText(this.say(key));
    await expect(this.submit).not.toHaveAttribute('aria-disabled', 'true');
  }
}
