/**
 * Ui: menus and sidebars. Both leave the execution as messages; the desk shows them. A sidebar carries the
 * names of the functions its page may call.
 */
appsScriptParts.ui = function (host, parts) {
  'use strict';
  const may = parts.permissions(host);

  function menuOf(title) {
    const items = [];
    const menu = parts.only('Menu', {
      addItem: (caption, action) => { items.push({caption: String(caption), action: String(action)}); return menu; },
      addSeparator: () => { items.push({separator: true}); return menu; },
      addSubMenu: (other) => { items.push({caption: other.title, items: other.items}); return menu; },
      addToUi: () => { host.tell({kind: 'menu', title, items}); },
      title,
      items,
    });
    return menu;
  }

  function showSidebar(page) {
    may.demand('Ui.showSidebar', may.UI);
    host.tell({kind: 'sidebar', title: page.getTitle(), html: page.getContent(), functions: host.functions()});
  }

  return parts.only('Ui', {
    createMenu: (caption) => menuOf(String(caption)),
    createAddonMenu: () => menuOf(host.execution.script.manifest.name || 'Plumbline'),
    showSidebar,
    Button: Object.freeze({OK: 'OK', CANCEL: 'CANCEL', YES: 'YES', NO: 'NO', CLOSE: 'CLOSE'}),
  });
};
