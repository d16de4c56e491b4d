/** Short messages that go away by themselves. */

const holder = document.getElementById('toasts');

export function toast(message, {title = '', seconds = 5, kind = ''} = {}) {
  const made = document.createElement('div');
  made.className = `toast ${kind}`;
  if (title) {
    const head = document.createElement('strong');
    head.textContent = title;
    made.append(head);
  }
  made.append(message);
  holder.append(made);
  setTimeout(() => made.remove(), (seconds > 0 ? seconds : 60) * 1000);
}
