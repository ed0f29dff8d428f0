//! Reads and writes spreadsheets that people fill in, as rows of text.

use calamine::{Data, Reader, Xlsx, open_workbook, open_workbook_auto_from_rs};
use rust_xlsxwriter::{Format, Workbook};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Reads the first sheet of an xlsx file as text: whole numbers without a decimal point.
///
/// # Errors
/// What the file is not.
pub fn read_sheet(path: &Path) -> Result<Vec<Vec<String>>, String> {
    let read = || -> Result<Vec<Vec<String>>, String> {
        let mut book: Xlsx<_> =
            open_workbook(path).map_err(|error: calamine::XlsxError| error.to_string())?;
        let range = book.worksheet_range_at(0).ok_or("the workbook has no sheet")?;
        let range = range.map_err(|error| error.to_string())?;
        Ok(range.rows().map(|row| row.iter().map(text).collect()).collect())
    };
    // calamine may panic on a damaged workbook.
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err("the workbook is broken".to_owned()))
}

/// A sheet as text: its name and its rows, in which empty cells are missing.
pub type TextSheet = (String, Vec<Vec<Option<String>>>);

/// Reads every sheet of a workbook of any age (xls, xlsx, xlsb, ods) as text; dates as 2021-10-11.
///
/// # Errors
/// What the bytes are not.
pub fn read_sheets(bytes: &[u8]) -> Result<Vec<TextSheet>, String> {
    let read = || -> Result<Vec<TextSheet>, String> {
        let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|e| e.to_string())?;
        let mut sheets = Vec::new();
        for name in book.sheet_names() {
            // Charts are sheets without cells.
            let Ok(range) = book.worksheet_range(&name) else { continue };
            let above = range.start().map_or(0, |(row, _)| row as usize);
            let mut rows: Vec<Vec<Option<String>>> = vec![Vec::new(); above];
            rows.extend(range.rows().map(|row| row.iter().map(cell).collect()));
            sheets.push((name, rows));
        }
        Ok(sheets)
    };
    // calamine may panic on a damaged workbook.
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err("the workbook is broken".to_owned()))
}

fn cell(data: &Data) -> Option<String> {
    match data {
        Data::Empty | Data::Error(_) => None,
        Data::DateTime(date) if date.is_datetime() => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            Some(format!("{year}-{month:02}-{day:02}"))
        }
        other => Some(text(other)),
    }
}

fn text(cell: &Data) -> String {
    match cell {
        Data::Float(number) => number.to_string(),
        other => other.to_string(),
    }
}

/// Writes rows of text, headings first, as the one sheet of an xlsx file, wide columns wrapped.
///
/// # Errors
/// The file cannot be written, or is larger than a sheet can be.
pub fn write_sheet(path: &Path, rows: &[Vec<String>]) -> Result<(), String> {
    std::fs::write(path, sheet_bytes(rows)?).map_err(|error| error.to_string())
}

/// The bytes of an xlsx file with `rows` as its one sheet.
///
/// # Errors
/// More rows or longer cells than a sheet holds.
pub fn sheet_bytes(rows: &[Vec<String>]) -> Result<Vec<u8>, String> {
    let write = || -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
        let mut book = Workbook::new();
        // A fixed time of creation, so that the same rows give the same bytes.
        let epoch = rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1)?;
        book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&epoch));
        let sheet = book.add_worksheet();
        let (bold, wrapped) = (Format::new().set_bold(), Format::new().set_text_wrap());
        for (at, row) in rows.iter().enumerate() {
            for (column, cell) in row.iter().enumerate() {
                let format = if at == 0 { &bold } else { &wrapped };
                if !cell.is_empty() {
                    sheet.write_string_with_format(at as u32, column as u16, cell, format)?;
                }
            }
        }
        for column in 0..rows.first().map_or(0, Vec::len) {
            let longest = rows.iter().map(|row| row.get(column).map_or(0, |c| c.chars().count())).max();
            sheet.set_column_width(column as u16, (2 * longest.unwrap_or(0)).clamp(8, 48) as f64)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        book.save_to_buffer()
    };
    write().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        let folder = tempfile::tempdir().expect("folder");
        let (first, second) = (folder.path().join("a.xlsx"), folder.path().join("b.xlsx"));
        let rows =
            [["line", "命中"], ["L0001", "“互联网＋”"], ["L0002", ""]].map(|r| r.map(String::from).to_vec());
        write_sheet(&first, &rows).expect("written");
        assert_eq!(read_sheet(&first).expect("read"), rows);
        write_sheet(&second, &rows).expect("written");
        assert_eq!(std::fs::read(&first).expect("bytes"), std::fs::read(&second).expect("bytes"));
        std::fs::write(&second, "no workbook").expect("written");
        assert!(read_sheet(&second).is_err());
    }

    #[test]
    fn sheets_with_dates_and_numbers() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("表").expect("name");
        sheet.write(1, 0, "公共数据").expect("cell");
        let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2021, 10, 11).expect("date");
        sheet.write_with_format(1, 1, &day, &Format::new().set_num_format("yyyy-mm-dd")).expect("cell");
        sheet.write(1, 3, 2019).expect("cell");
        let sheets = read_sheets(&book.save_to_buffer().expect("bytes")).expect("sheets");
        let text = |t: &str| Some(t.to_owned());
        let row = vec![text("公共数据"), text("2021-10-11"), None, text("2019")];
        assert_eq!(sheets, [("表".to_owned(), vec![Vec::new(), row])]);
        assert!(read_sheets(b"PK\x03\x04 cut").is_err());
    }
}
