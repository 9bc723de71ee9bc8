"""A register as it is: open the workbook, find the tables, read the rows."""
