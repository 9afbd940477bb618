import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js';
import { Inflow } from './inflow.ts';
import { MailScan } from './mail-scan.ts';
import type { Receiver } from './receiver.ts';
import { enhancedCode, Refusal } from './refusal.ts';

/**
 * One connection. smtp-server keeps the order of commands and TLS; ours are the greeting without its fixed pause, the reading
 * of mails, the enhanced codes and the patience.
 */
export class Session extends SMTPConnection {
  declare _server: Receiver;
  unknownRecipients = 0;

  override _createParser(): Inflow {
    const parser = new Inflow({ maxCommandLength: this._server.limits.commandBytes });
    parser.oncommand = (command, callback) => this._onCommand(command, callback);
    parser.onBareLine = () => this.#endWith(500, '5.5.2 Commands end with CR LF');
    parser.on('error', (error) => this.#endWith(500, `5.5.2 ${error.message}`));
    return parser;
  }

  /**
   * Who talks before the greeting is judged by the bytes that are there when it is written: one turn of the event loop reads
   * what the socket already holds. A pause would only make everybody else slower.
   */
  override init(): void {
    this._setListeners(() => {
      const refusal = this._server.refuses(this.remoteAddress);
      if (refusal !== undefined) return this.send(421, refusal);
      const parser = this._parser as Inflow;
      parser.onEarlyTalk = () => this.#endWith(554, '5.5.1 You talk before the greeting');
      setImmediate(() =>
        setImmediate(() => {
          parser.onEarlyTalk = undefined;
          if (!this._closing && !this._closed) this.connectionReady();
        }),
      );
    });
  }

  override send(code: number, data?: string | string[] | null, context?: string | false): void {
    const said = typeof data === 'string' && context === undefined ? enhancedCode(data) : undefined;
    if (said === undefined) super.send(code, data, context);
    else super.send(code, said.words, said.enhanced);
  }

  override _getEnhancedStatusCode(code: number, context?: string | false): string {
    if (typeof context === 'string' && /^[245]\./.test(context)) return context;
    return super._getEnhancedStatusCode(code, context);
  }

  override _armTimeout(socket = this._socket): void {
    socket.setTimeout(this._server.patience(), () => this._onTimeout());
  }

  override _onClose(): void {
    if (!this._closed) {
      this._server.left(this.remoteAddress);
      if (this._parser) (this._parser as Inflow).mail?.drop();
    }
    super._onClose();
  }

  override handler_DATA(_command: Buffer, callback: () => void): void {
    const parser = this._parser as Inflow | false;
    if (!parser) return callback();
    if (this.session.envelope.rcptTo.length === 0) {
      this.send(503, '5.5.1 RCPT first');
      return callback();
    }
    const scan = new MailScan(this._server.limits.mailBytes, this._server.held);
    parser.beginMail(scan, () => void this.#receive(scan, parser));
    this.send(354, 'End with CR LF . CR LF');
    callback();
  }

  /** The mail is in: nothing more is read until it has its answer, and the answer waits for the disk. */
  async #receive(scan: MailScan, parser: Inflow): Promise<void> {
    this._handlerPending = true;
    let code = 250;
    let words: string;
    try {
      words = `2.6.0 Kept as ${await this._server.receive(scan, this)}`;
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal(451, '4.3.0 Not now; try again');
      code = refusal.responseCode;
      words = refusal.message;
    }
    scan.drop();
    this._handlerPending = false;
    if (this._closing || this._closed) return;
    this.send(code, words);
    this._transactionCounter++;
    this._unrecognizedCommands = 0;
    this._resetSession();
    parser.continue();
  }

  /** Whether it may be told to go without losing a mail that is under way. */
  get idle(): boolean {
    const mail = this._parser ? (this._parser as Inflow).mail : undefined;
    return mail === undefined && !this._handlerPending;
  }

  /** Ends a connection whose mail takes too long. */
  endIfSlow(mailMs: number): void {
    const mail = this._parser ? (this._parser as Inflow).mail : undefined;
    if (mail !== undefined && performance.now() - mail.startedAt > mailMs)
      this.send(421, '4.4.2 This mail takes too long');
  }

  #endWith(code: number, text: string): void {
    if (this._closing || this._closed) return;
    this.send(code, text);
    this.close();
  }
}
