/** Excel files in and out. */

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Asks for a file and makes it a workbook of `owner`; answers its id, or null when none was chosen. */
export async function importExcel(owner) {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = `.xlsx,${XLSX}`;
  const file = await new Promise((resolve) => {
    input.addEventListener('change', () => resolve(input.files[0] || null));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
  if (!file) return null;
  const wishes = new URLSearchParams({name: file.name.replace(/\.xlsx$/i, ''), owner});
  const answer = await fetch(`/sandbox/files?${wishes}`, {method: 'POST', headers: {'Content-Type': XLSX}, body: file});
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.error?.message || `${file.name} could not be imported.`);
  return body.spreadsheet_id;
}

/** Saves the workbook as an Excel file. */
export async function download(book) {
  const answer = await book.google.send('GET', `/drive/v3/files/${book.id}/export`, {query: [['mimeType', XLSX]]});
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = `${book.title}.xlsx`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
