/** The sidebar: a frame on another origin, which gets the add-on's page and a line to call its functions. */

export class Sidebar {
  #frame = null;
  #port = null;

  /** `call(name, args)` runs a function of the script; `consent()` opens the permissions. */
  constructor({holder, origin, call, consent, closed}) {
    Object.assign(this, {holder, origin, call, consent, closed});
    window.addEventListener('message', (event) => this.#ready(event));
  }

  get isOpen() { return this.#frame !== null; }

  show({title, html, functions}) {
    this.close();
    this.page = {html, functions};
    const head = document.createElement('header');
    const name = document.createElement('h2');
    name.textContent = title || 'Add-on';
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'close';
    button.setAttribute('aria-label', `Close ${name.textContent}`);
    button.textContent = '×';
    button.addEventListener('click', () => this.close());
    head.append(name, button);
    this.#frame = document.createElement('iframe');
    this.#frame.id = 'frame';
    this.#frame.title = name.textContent;
    this.#frame.setAttribute('sandbox', 'allow-same-origin allow-forms allow-scripts allow-popups allow-downloads ' +
      'allow-modals allow-popups-to-escape-sandbox');
    this.#frame.src = `${this.origin}/desk/frame/sidebar`;
    this.holder.setAttribute('aria-label', name.textContent);
    this.holder.replaceChildren(head, this.#frame);
    this.holder.hidden = false;
  }

  close() {
    if (!this.#frame) return;
    this.#port?.close();
    this.#frame = null;
    this.#port = null;
    this.holder.replaceChildren();
    this.holder.hidden = true;
    this.closed();
  }

  /** The frame reports once; what comes from elsewhere, or again, is not meant for us. */
  #ready(event) {
    if (!this.#frame || event.source !== this.#frame.contentWindow || event.origin !== this.origin) return;
    if (event.data !== 'ready' || this.#port) return;
    const {port1, port2} = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({data}) => this.#asked(port1, data);
    this.#frame.contentWindow.postMessage(this.page, this.origin, [port2]);
  }

  async #asked(port, {kind, id, name, args}) {
    if (kind === 'close') this.close();
    else if (kind === 'focus') window.focus();
    else if (kind === 'consent') this.consent();
    else if (kind === 'call' && this.page.functions.includes(name)) {
      try {
        port.postMessage({id, value: await this.call(name, args)});
      } catch (error) {
        port.postMessage({id, error: {name: error.name, message: error.message}});
      }
    }
  }
}
