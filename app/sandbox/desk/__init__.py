"""The desk: a page to work in, with the workbook's grid on the left and the real add-on on the right."""
