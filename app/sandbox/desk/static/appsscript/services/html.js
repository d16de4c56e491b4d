/** HtmlService: pages from files, and templates with their three kinds of scriptlet. */
appsScriptParts.html = function (host, parts) {
  'use strict';
  const ESCAPED = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;', '`': '&#96;'};
  const escaped = (text) => text.replace(/[&<>"'`]/g, (sign) => ESCAPED[sign]);

  function fileText(name) {
    const text = host.read(`${name}.html`);
    if (text === null) throw new Error(`No HTML file named ${name} was found.`);
    return text;
  }

  class HtmlOutput {
    #content;
    #title = '';
    constructor(content) { this.#content = String(content); }
    getContent() { return this.#content; }
    setContent(content) { this.#content = String(content); return this; }
    append(content) { this.#content += String(content); return this; }
    appendUntrusted(content) { return this.append(escaped(String(content))); }
    clear() { return this.setContent(''); }
    getTitle() { return this.#title; }
    setTitle(title) { this.#title = String(title); return this; }
    setWidth() { return this; } // sidebars are 300 pixels wide whatever they ask for
    setHeight() { return this; }
    setSandboxMode() { return this; }
    setXFrameOptionsMode() { return this; }
    addMetaTag() { return this; }
  }

  /** What a scriptlet prints: JSON inside a script element, otherwise text with its markup escaped. */
  function printed(value, before) {
    const inScript = before.lastIndexOf('<script') > before.lastIndexOf('</script');
    if (inScript) return JSON.stringify(value === undefined ? null : value).replace(/</g, '\\u003c');
    return escaped(value === null || value === undefined ? '' : String(value));
  }

  class HtmlTemplate {
    #source;
    constructor(source) { this.#source = source; }
    getRawContent() { return this.#source; }
    /** The template as one function: literal pieces, and the code between them. */
    getCode() {
      return this.#source.split(/<\?([\s\S]*?)\?>/).map((piece, index) => {
        if (index % 2 === 0) return `_.raw(${JSON.stringify(piece)});`;
        if (piece.startsWith('!=')) return `_.raw(${piece.slice(2)});`;
        if (piece.startsWith('=')) return `_.print(${piece.slice(1)});`;
        return `${piece}\n`;
      }).join('');
    }
    evaluate() {
      let text = '';
      const output = {
        raw: (value) => { text += value === null || value === undefined ? '' : String(value); },
        print: (value) => { text += printed(value, text); },
      };
      const names = Object.keys(this);
      new Function('_', ...names, this.getCode())(output, ...names.map((name) => this[name]));
      return new HtmlOutput(text);
    }
  }

  return {
    HtmlService: parts.only('HtmlService', {
      createHtmlOutput: (content = '') => new HtmlOutput(content),
      createHtmlOutputFromFile: (name) => new HtmlOutput(fileText(name)),
      createTemplate: (source) => new HtmlTemplate(String(source)),
      createTemplateFromFile: (name) => new HtmlTemplate(fileText(name)),
      SandboxMode: Object.freeze({IFRAME: 'IFRAME'}),
      XFrameOptionsMode: Object.freeze({DEFAULT: 'DEFAULT', ALLOWALL: 'ALLOWALL'}),
    }),
  };
};
