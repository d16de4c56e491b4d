/** Executions of the add-on's script: each in a worker of its own, which ends with it. */

const LONGEST = 6 * 60 * 1000; // Google's limit for a script
const AT_ONCE = 30;

export class Executions {
  #running = 0;
  #waiting = [];

  /**
   * `context()` gives person, granted scopes and the open book at the moment of a call; `effect(message)`
   * gets what a script shows: menus, sidebars, places to go, toasts, logs.
   */
  constructor({context, effect}) {
    this.context = context;
    this.effect = effect;
  }

  async describe() {
    const answer = await fetch('/sandbox/script');
    this.script = await answer.json();
    return this.script;
  }

  /** Runs a function of the script; answers its value, or fails with its error. */
  async run(name, args = [], {authMode = 'FULL'} = {}) {
    if (this.#running >= AT_ONCE) await new Promise((resolve) => { this.#waiting.push(resolve); });
    this.#running += 1;
    try {
      return await this.#execute({name, args}, authMode);
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #execute(call, authMode) {
    const {files, manifest} = await this.describe();
    const id = crypto.randomUUID();
    const worker = new Worker('/desk/static/appsscript/worker.js');
    const execution = {
      id, call, authMode, script: {id: 'plumbline', base: '/sandbox/script/files/', files, manifest}, ...this.context(manifest),
    };
    let timer = 0;
    try {
      return await new Promise((resolve, reject) => {
        timer = setTimeout(() => reject(new Error('Exceeded maximum execution time')), LONGEST);
        worker.onmessage = ({data}) => {
          if (data.kind === 'done') resolve(data.value);
          else if (data.kind === 'failed') reject(Object.assign(new Error(data.message), {name: data.name, inScript: data.stack}));
          else this.effect(data);
        };
        worker.onerror = (event) => {
          event.preventDefault();
          reject(new SyntaxError(`${event.message} (${(event.filename || '').split('/').pop()}:${event.lineno})`));
        };
        worker.postMessage(execution);
      });
    } finally {
      clearTimeout(timer);
      worker.terminate();
      fetch(`/sandbox/script/executions/${id}`, {method: 'DELETE'}).catch(() => {}); // its locks go with it
    }
  }
}
