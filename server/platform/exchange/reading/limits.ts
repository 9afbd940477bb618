/** Bounds of what is read, whatever a file says of itself. */

/** Columns of a table; people's lists have a few dozen. */
export const MOST_COLUMNS = 300;
/** Letters of one cell: as many as a cell of Excel holds. */
export const LONGEST_CELL = 32_767;
/** Letters of one row, its cells together. */
export const LONGEST_ROW = 1_000_000;
/** Bytes of one part of an Excel file, unpacked: a sheet of 200,000 rows of addresses has about 150 MB. */
export const MOST_PART_BYTES = 400 * 1024 * 1024;
/** Letters of all shared texts of an Excel file together. */
export const MOST_SHARED_LETTERS = 100_000_000;
/** A part that is larger than this and unpacks to more than so many times its size holds nothing that anybody wrote. */
export const SUSPECT_BYTES = 32 * 1024 * 1024;
export const MOST_SWELLING = 100;
/** Parts of an Excel file. */
export const MOST_PARTS = 5_000;
/** Bytes at the beginning from which letters and separator are told. */
export const SAMPLE_BYTES = 256 * 1024;
