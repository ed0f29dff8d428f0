//! Columns ↔ Parquet, by the reader and the writer of polars.
//!
//! Its data frames are left out: nothing is computed with our tables, and to compile data frames took a
//! quarter of the first build.

use polars_arrow::array::{
    Array, BooleanArray, DictionaryArray, MutablePlString, PrimitiveArray, Utf8ViewArray, get_display,
    new_empty_array,
};
use polars_arrow::compute::concatenate::concatenate;
use polars_arrow::datatypes::{ArrowDataType, ArrowSchema, Field};
use polars_arrow::types::NativeType;
use polars_buffer::Buffer;
use polars_error::PolarsError;
use polars_parquet::read::{
    BasicDecompressor, PageReader, ParquetError, RowGroupMetadata, column_iter_to_arrays, infer_schema,
    read_metadata,
};
use polars_parquet::write::{
    CompressedPage, CompressionOptions, Compressor, DynIter, DynStreamingIterator, FallibleStreamingIterator,
    FileWriter, ParquetType, StatisticsOptions, Version, WriteOptions, array_to_columns, get_dtype_encoding,
    schema_to_metadata_key, to_parquet_schema,
};
use std::collections::BTreeSet;
use std::io::{Cursor, Write};

/// What polars may say.
pub type Error = PolarsError;

/// Rows of a row group: small enough to read in part, large enough to compress.
const ROW_GROUP: usize = 1 << 18;

/// How every file is written.
const OPTIONS: WriteOptions = WriteOptions {
    statistics: StatisticsOptions {
        min_value: true,
        max_value: true,
        distinct_count: false,
        null_count: true,
        binary_statistics_truncate_length: None,
    },
    version: Version::V1,
    compression: CompressionOptions::Zstd(None),
    data_page_size: None,
};

/// A column with its name; missing values are null.
pub(crate) struct Column {
    pub(crate) name: String,
    array: Box<dyn Array>,
}

impl Column {
    /// A column of text.
    pub(crate) fn text<T: AsRef<str>>(name: &str, values: impl Iterator<Item = Option<T>>) -> Self {
        Column::of(name, MutablePlString::from_iter(values).freeze())
    }

    /// A column of numbers of one type.
    pub(crate) fn numbers<T: NativeType>(name: &str, values: impl Iterator<Item = Option<T>>) -> Self {
        Column::of(name, values.collect::<PrimitiveArray<T>>())
    }

    /// A column of true and false.
    pub(crate) fn booleans(name: &str, values: impl Iterator<Item = Option<bool>>) -> Self {
        Column::of(name, values.collect::<BooleanArray>())
    }

    /// A column of text that is lent value by value.
    pub(crate) fn texts(name: &str, each: impl FnOnce(&mut dyn FnMut(Option<&str>))) -> Self {
        let mut values = MutablePlString::new();
        each(&mut |value| values.push(value));
        Column::of(name, values.freeze())
    }

    fn of(name: &str, array: impl Array + 'static) -> Self {
        Column { name: name.to_owned(), array: Box::new(array) }
    }

    /// How many rows it has.
    pub(crate) fn height(&self) -> usize {
        self.array.len()
    }

    /// Its values, if they are text.
    pub(crate) fn as_text(&self) -> Option<&Utf8ViewArray> {
        self.array.as_any().downcast_ref()
    }

    /// Its values, if they are numbers of this type.
    pub(crate) fn as_numbers<T: NativeType>(&self) -> Option<&PrimitiveArray<T>> {
        self.array.as_any().downcast_ref()
    }

    /// Its values, if they are true and false.
    pub(crate) fn as_booleans(&self) -> Option<&BooleanArray> {
        self.array.as_any().downcast_ref()
    }

    /// Its values, if they are real numbers of any width.
    pub(crate) fn reals(&self) -> Option<Vec<Option<f64>>> {
        let single = || Some(self.as_numbers::<f32>()?.iter().map(|v| v.map(|v| f64::from(*v))).collect());
        self.as_numbers::<f64>().map(|values| values.iter().map(|v| v.copied()).collect()).or_else(single)
    }

    /// Its values, if they are whole numbers of any width; what 64 bits with a sign do not hold is missing.
    pub(crate) fn wholes(&self) -> Option<Vec<Option<i64>>> {
        macro_rules! first_of {
            ($($T:ty),*) => {
                $(if let Some(values) = self.as_numbers::<$T>() {
                    return Some(values.iter().map(|v| v.and_then(|v| i64::try_from(*v).ok())).collect());
                })*
            };
        }
        first_of!(i8, i16, i32, i64, u8, u16, u32, u64);
        None
    }

    /// The type of its values, for messages.
    pub(crate) fn kind(&self) -> String {
        format!("{:?}", self.array.dtype())
    }

    /// Every value as text, whatever its type.
    pub(crate) fn shown(&self) -> Vec<Option<String>> {
        shown(&*self.array)
    }
}

/// The values of an array as text.
fn shown(array: &dyn Array) -> Vec<Option<String>> {
    // Not by the display of polars-arrow, which shows the bytes of such text.
    if let Some(values) = array.as_any().downcast_ref::<Utf8ViewArray>() {
        return values.iter().map(|value| value.map(str::to_owned)).collect();
    }
    if let Some(values) = shown_by_numbers(array) {
        return values;
    }
    let display = get_display::<String>(array, "");
    let value = |row| {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = display(&mut text, row);
        text
    };
    (0..array.len()).map(|row| (!array.is_null(row)).then(|| value(row))).collect()
}

/// The values of an array that keeps each different value once and its number in every row, as pandas
/// keeps categories.
fn shown_by_numbers(array: &dyn Array) -> Option<Vec<Option<String>>> {
    macro_rules! first_of {
        ($($T:ty),*) => {
            $(if let Some(numbered) = array.as_any().downcast_ref::<DictionaryArray<$T>>() {
                let values = shown(&**numbered.values());
                let value = |number: Option<usize>| values.get(number?)?.clone();
                return Some(numbered.keys_iter().map(value).collect());
            })*
        };
    }
    first_of!(i8, i16, i32, i64, u8, u16, u32, u64);
    None
}

/// Writes columns as one Parquet file.
///
/// # Errors
/// Two columns of one name, columns that differ in height, or a target that cannot be written.
pub(crate) fn encode(target: impl Write, columns: &[Column]) -> Result<(), Error> {
    let height = columns.first().map_or(0, Column::height);
    if let Some(odd) = columns.iter().find(|column| column.height() != height) {
        return Err(PolarsError::ShapeMismatch(format!("`{}` differs in height", odd.name).into()));
    }
    let mut names = BTreeSet::new();
    if let Some(twice) = columns.iter().find(|column| !names.insert(&column.name)) {
        return Err(PolarsError::Duplicate(format!("two columns are called `{}`", twice.name).into()));
    }
    let schema = schema(columns, ArrowDataType::Utf8View);
    let types = to_parquet_schema(&schema)?;
    let mut writer = FileWriter::try_new(target, schema, OPTIONS)?;
    for (start, rows) in row_groups(height) {
        let mut group = Vec::with_capacity(columns.len());
        for (column, kind) in columns.iter().zip(types.fields()) {
            group.extend(pages(&*column.array.sliced(start, rows), kind)?);
        }
        writer.write(rows as u64, DynIter::new(group.into_iter().map(Ok)))?;
    }
    // Say in the file that text is plain text: polars would say "string view", which R's arrow and
    // older readers cannot turn into columns. The data itself is the same.
    writer.end(Some(vec![schema_to_metadata_key(&self::schema(columns, ArrowDataType::LargeUtf8))]))?;
    Ok(())
}

/// The names and types of columns; `text` is what text is called.
fn schema(columns: &[Column], text: ArrowDataType) -> ArrowSchema {
    let field = |column: &Column| {
        let kind = if column.as_text().is_some() { &text } else { column.array.dtype() };
        Field::new(column.name.as_str().into(), kind.clone(), true)
    };
    columns.iter().map(field).map(|field| (field.name.clone(), field)).collect()
}

/// Where the row groups of a file start and how many rows each has: groups of one size, the last with
/// what is left over.
fn row_groups(height: usize) -> Vec<(usize, usize)> {
    let groups = if height == 0 { 0 } else { (height / ROW_GROUP).max(1) };
    let size = height.checked_div(groups).unwrap_or(0);
    let rows = |at| if at + 1 == groups { height - at * size } else { size };
    (0..groups).map(|at| (at * size, rows(at))).collect()
}

type Pages = DynStreamingIterator<'static, CompressedPage, PolarsError>;

/// A column of a row group, encoded. Its pages are compressed when the writer takes them.
fn pages(array: &dyn Array, kind: &ParquetType) -> Result<Vec<Pages>, Error> {
    let encodings = get_dtype_encoding(array.dtype());
    let columns = array_to_columns(array.to_boxed(), kind.clone(), OPTIONS, &encodings)?;
    let compressed = columns.into_iter().map(|pages| {
        let pages = pages.map(|page| page.map_err(|e| ParquetError::FeatureNotSupported(e.to_string())));
        let compressor = Compressor::new_from_vec(DynIter::new(pages), OPTIONS.compression, Vec::new());
        DynStreamingIterator::new(compressor.map_err(PolarsError::from))
    });
    Ok(compressed.collect())
}

/// Reads all columns of a Parquet file.
///
/// # Errors
/// The file is no Parquet, or cannot be read.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<Vec<Column>, Error> {
    let metadata = read_metadata(&mut Cursor::new(&bytes))?;
    let bytes = Buffer::from(bytes);
    infer_schema(&metadata)?
        .iter_values()
        .map(|field| {
            let mut parts = Vec::new();
            for group in &metadata.row_groups {
                parts.extend(chunks(&bytes, group, field)?);
            }
            Ok(Column { name: field.name.to_string(), array: joined(parts, &field.dtype)? })
        })
        .collect()
}

/// The parts of a column as one array. Text that a file keeps by numbers becomes plain text, since the
/// numbers of two parts differ.
fn joined(parts: Vec<Box<dyn Array>>, kind: &ArrowDataType) -> Result<Box<dyn Array>, Error> {
    if matches!(kind, ArrowDataType::Dictionary(..)) {
        let shown = parts.iter().flat_map(|part| shown(&**part));
        return Ok(MutablePlString::from_iter(shown).freeze().boxed());
    }
    let parts: Vec<&dyn Array> = parts.iter().map(|part| &**part).collect();
    if parts.is_empty() { Ok(new_empty_array(kind.clone())) } else { concatenate(&parts) }
}

/// The values of a column in one row group.
fn chunks(bytes: &Buffer<u8>, group: &RowGroupMetadata, field: &Field) -> Result<Vec<Box<dyn Array>>, Error> {
    let missing = || PolarsError::ColumnNotFound(format!("`{}` is not in every part", field.name).into());
    let leaves = group.columns_under_root_iter(&field.name).ok_or_else(missing)?;
    let (mut pages, mut kinds) = (Vec::new(), Vec::new());
    for leaf in leaves {
        let range = leaf.byte_range();
        let range = range.start as usize..range.end as usize;
        if range.end > bytes.len() {
            return Err(PolarsError::ComputeError("the file ends too early".into()));
        }
        let reader = PageReader::new(Cursor::new(bytes.clone().sliced(range)), leaf, Vec::new(), usize::MAX);
        pages.push(BasicDecompressor::new(reader, Vec::new()));
        kinds.push(&leaf.descriptor().descriptor.primitive_type);
    }
    Ok(column_iter_to_arrays(pages, kinds, field.clone(), None)?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_shown_as_text_however_it_is_kept() {
        let words = MutablePlString::from_iter([Some("上海"), Some("")]).freeze();
        let numbers = PrimitiveArray::from_iter([Some(0_i32), Some(1), None, Some(0)]);
        let numbered = DictionaryArray::try_from_keys(numbers, words.boxed(), false).expect("numbered");
        let column = Column::of("region", numbered);
        let expected = [Some("上海"), Some(""), None, Some("上海")].map(|text| text.map(str::to_owned));
        assert_eq!(column.shown(), expected);
        let mut bytes = Vec::new();
        encode(&mut bytes, &[Column::text("region", expected.iter().map(Option::as_deref))])
            .expect("written");
        assert_eq!(decode(bytes).expect("read")[0].shown(), expected);
    }
}
