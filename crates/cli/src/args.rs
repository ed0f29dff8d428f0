//! The command line. Doc comments are the help texts.

use clap::builder::PossibleValue;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use nianlun_index::{Sort, Years};
use nianlun_pipeline::Part;
use nianlun_stages::Method;
use std::net::IpAddr;
use std::path::PathBuf;

/// Nianlun (年轮) counts the keywords of a codebook in Chinese texts year by year, says from the
/// counts where one stage ends and the next begins, and how sure that is
#[derive(Debug, Parser)]
#[command(
    name = "nianlun",
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 done; 1 done, and the answer is no; 2 cannot run as asked; 3 a bug of ours"
)]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a study for a folder of texts in any format
    ///
    /// Writes STUDY/pipeline.toml and STUDY/codebook.toml (the shipped codebook unless --codebook is
    /// given) and asks nothing. Reads txt, md, html, docx, doc, wps, pdf, csv, tsv, xlsx, xls, jsonl,
    /// parquet and zip archives of these, as they are; which column of a table holds what is guessed
    /// from its name and shown.
    #[command(
        after_long_help = "Example:\n  nianlun new my-study --texts ~/政策文本\n  nianlun run my-study"
    )]
    New(NewArgs),
    /// Run a pipeline: read, count, index, estimate stages
    ///
    /// Results go to `out/<name>` (see docs/tables.md for every file). They are made beside the
    /// earlier ones and replace them only when complete. If nothing changed since, they stand. Texts that cannot be read are listed in
    /// `quarantine.csv` with the reason, and the run goes on.
    Run(RunArgs),
    /// Read everything, write nothing, list every problem, and advise on the codebook
    ///
    /// Looks at the pipeline, the codebook, the published stages, the manifest and every text, and
    /// names each problem with file and line. Then says what may mislead in the codebook, and what the
    /// texts hold of it: terms never met, most of a category, before their since-year, inside one
    /// another, spellings that it lacks. Exits with 1 if there is a problem; advice alone is none,
    /// unless --strict is given.
    Check(CheckArgs),
    /// Make a codebook, and validate it: import, suggest, sample, score
    Codebook(CodebookArgs),
    /// Search the texts of a run
    ///
    /// Words without quotation marks are cut as the texts were; documents that hold any of them are
    /// ranked by relevance. A string in quotation marks is found exactly wherever it stands, inside
    /// words too, and counted left to right without overlap; several must all occur. Traditional and
    /// simplified, full and half width, upper and lower case are the same, and line breaks inside
    /// words do not matter. AND, OR, NOT and brackets; title:, issuer:, region:, kind:, number:, id:;
    /// year:2003..2010, date:2018-06..; category: and term: from the codebook; NEAR(公众, 参与, 5);
    /// ? and * inside quotation marks: docs/search.md says it all. Exits with 1 if nothing is found.
    #[command(
        after_long_help = "Examples:\n  nianlun search pipelines/shanghai 政务公开\n  nianlun search out/shanghai '\"公共数据\"' --years 2015-2021 --format json\n  nianlun search out/shanghai '(政务公开 OR 信息公开) AND NOT title:年鉴 year:2004..' --sort date\n  nianlun search out/shanghai 'category:governance NEAR(公众, 参与, 5)'\n  nianlun search out/shanghai --like 2018"
    )]
    Search(SearchArgs),
    /// List every occurrence in a line of its own, aligned (语境索引)
    ///
    /// Lines in the source's own characters, sorted by year, or by what stands before or after.
    /// Queries are those of `nianlun search`. Exits with 1 if nothing is found.
    #[command(
        after_long_help = "Examples:\n  nianlun kwic out/shanghai '\"公共数据\"' --sort right\n  nianlun kwic out/shanghai 'category:governance' --sample 50 --seed 7 --output lines.xlsx"
    )]
    Kwic(KwicArgs),
    /// List the words that stand near a string more often than elsewhere
    ///
    /// Words within a window of the same sentence, against all else in the texts: log-likelihood and
    /// log-ratio (METHOD §5). Exits with 1 if nothing is found.
    #[command(
        after_long_help = "Examples:\n  nianlun collocates out/shanghai '\"数据\"'\n  nianlun collocates out/shanghai 'category:participation' --window 10 --format csv"
    )]
    Collocates(CollocatesArgs),
    /// List the words that mark some years or a stage against others
    ///
    /// All words of the segmentation, per 10,000 words; log-likelihood and log-ratio (METHOD §5). A
    /// stage is named by its number, a published one as published:2.
    #[command(
        after_long_help = "Examples:\n  nianlun keyness out/shanghai --target 2\n  nianlun keyness out/shanghai --target 2010-2017 --reference 1999-2009\n  nianlun keyness out/shanghai --target published:4 --reference published:3"
    )]
    Keyness(KeynessArgs),
    /// Say how evenly strings are spread over documents and years
    ///
    /// Gries' deviation of proportions (METHOD §5): 0 spread as the text is, towards 1 all in one place.
    #[command(
        after_long_help = "Example:\n  nianlun dispersion out/shanghai '\"公共数据\"' 'term:电子政务' 'category:governance'"
    )]
    Dispersion(QueriesArgs),
    /// Say how often strings stand in each year
    ///
    /// Occurrences, documents with one, and the rate per 10,000 Han characters, beside the texts and
    /// characters of the year. A year without a text is a gap, not zero.
    #[command(
        after_long_help = "Example:\n  nianlun ngram out/shanghai '\"信息化\"' '\"数字化\"' '信息化 OR 数字化' --format csv"
    )]
    Ngram(QueriesArgs),
    /// Say which numbers differ between two runs, and by which hits
    ///
    /// Compares what both were made from, their documents, every year × category, the stages, and the
    /// hits one by one, with their lines. As CSV, xlsx or Parquet: the hits that came and went; as JSON:
    /// all of it. Exits with 1 if anything differs.
    #[command(
        after_long_help = "Example:\n  nianlun diff out/shanghai out/shanghai-new-codebook --category governance"
    )]
    Diff(DiffArgs),
    /// Export the tables of a run for R, Stata, Excel, Python
    ///
    /// Writes a new folder with a file for each table and a `datapackage.json` (Frictionless Data) that
    /// says what every column is: its Chinese title, unit and type. CSV has a byte order mark, xlsx
    /// Chinese headings, dta (Stata 14 and later) ASCII names and Chinese labels. docs/export.md.
    #[command(
        after_long_help = "Examples:\n  nianlun export out/shanghai --format dta --to shanghai-stata\n  nianlun export out/shanghai --format xlsx --wide"
    )]
    Export(ExportArgs),
    /// Open the explorer: pages over a finished run, in your browser
    ///
    /// Curves of any strings and categories by year, search with facets, concordance lines, documents
    /// with hits marked, stages and their posterior, keyness, what was set aside. Read-only, and only
    /// for this machine unless --host says otherwise; no network is used. Every view is also a .json
    /// and a .csv file with its query, settings and hashes: docs/explorer.md. Ctrl-C ends it.
    #[command(
        after_long_help = "Examples:\n  nianlun serve out/shanghai\n  nianlun serve pipelines/shanghai --port 8000 --open"
    )]
    Serve(ServeArgs),
    /// Find the stages of a series counted elsewhere
    ///
    /// SERIES is a CSV or Parquet file with the columns year, category, hits, exposure; for the
    /// methods `gauss`, `coniss` and `vnc` also with year, category, value. Empty cells are missing,
    /// not zero. Exits with 1 if the series is too short or too empty to say anything.
    #[command(
        after_long_help = "Examples:\n  nianlun stages counts.csv\n  nianlun stages nile.csv --method gauss --minimum-length 15 --maximum 4 --format json"
    )]
    Stages(StagesArgs),
    /// Say how often a method errs, on simulated series
    ///
    /// Simulates series without change, with true boundaries, with a smooth trend and with an
    /// autocorrelated drift, and prints how often the method says what is true of them: for METHOD's
    /// own size, for the size of a finished run, or for any other.
    #[command(
        after_long_help = "Examples:\n  nianlun simulate\n  nianlun simulate out/shanghai\n  nianlun simulate --years 20 --categories 3 --mean 12 --phi 2"
    )]
    Simulate(SimulateArgs),
}

/// Flags of `nianlun diff`.
#[derive(Debug, ClapArgs)]
pub struct DiffArgs {
    /// A results folder, or the pipeline folder of a run
    pub a: PathBuf,
    /// Another one
    pub b: PathBuf,
    /// Only this category's counts and hits
    #[arg(long, value_name = "ID")]
    pub category: Option<String>,
    /// Show this many of each list
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// How to show it
    #[command(flatten)]
    pub out: OutArgs,
}

/// A format of `nianlun export`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ExportFormatName {
    /// UTF-8 with a byte order mark, which Excel needs
    Csv,
    /// One workbook with Chinese headings
    Xlsx,
    /// Stata 118
    Dta,
    /// Parquet
    Parquet,
    /// One JSON object a line
    Jsonl,
}

/// Flags of `nianlun export`.
#[derive(Debug, ClapArgs)]
pub struct ExportArgs {
    /// The results folder, or the pipeline folder of a run
    pub results: PathBuf,
    /// The format
    #[arg(long, value_enum, default_value = "csv")]
    pub format: ExportFormatName,
    /// Categories side by side, one row a year (frequencies) or stage (profile)
    #[arg(long, conflicts_with = "long")]
    pub wide: bool,
    /// One row for each category, as in the results [default]
    #[arg(long)]
    pub long: bool,
    /// Only these tables, with commas between them
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub tables: Vec<String>,
    /// The folder to make [default: export-FORMAT]
    #[arg(long, value_name = "FOLDER")]
    pub to: Option<PathBuf>,
}

/// Flags of `nianlun new`.
#[derive(Debug, ClapArgs)]
pub struct NewArgs {
    /// The folder to make; its name is that of the results
    pub study: PathBuf,
    /// The folder with the texts, or one table or archive of them
    #[arg(long, value_name = "FOLDER")]
    pub texts: PathBuf,
    /// Use this codebook [default: the shipped one]
    #[arg(long, value_name = "FILE")]
    pub codebook: Option<PathBuf>,
}

/// Flags of `nianlun run`.
#[derive(Debug, ClapArgs)]
pub struct RunArgs {
    /// The pipeline folder, which holds `pipeline.toml`
    pub pipeline: PathBuf,
    /// Use this corpus instead of the pipeline's own
    ///
    /// A manifest (CSV with the columns id, file, year, title), or a folder that holds a
    /// `manifest.csv` or else texts in any format.
    #[arg(long, value_name = "PATH")]
    pub corpus: Option<PathBuf>,
    /// Put the results into this folder [default: out/<name>]
    ///
    /// The folder must be new, empty, or hold earlier results: a run replaces all of it.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Exit with 1 if any text was set aside, or read with a doubt
    #[arg(long)]
    pub strict: bool,
    /// Use this many threads [default: one a core]
    ///
    /// The tables are the same with any number.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Do everything again, whatever the earlier run left
    ///
    /// Without it a run does only what changed: it compares texts, codebook and settings with
    /// `pipeline.lock` in the results, and says why each step is done.
    #[arg(long)]
    pub again: bool,
}

/// Flags of `nianlun check`.
#[derive(Debug, ClapArgs)]
pub struct CheckArgs {
    /// The pipeline folder, which holds `pipeline.toml`
    pub pipeline: PathBuf,
    /// Use this corpus instead of the pipeline's own
    #[arg(long, value_name = "PATH")]
    pub corpus: Option<PathBuf>,
    /// Exit with 1 if there is advice
    #[arg(long)]
    pub strict: bool,
}

/// Arguments of `nianlun codebook`.
#[derive(Debug, ClapArgs)]
pub struct CodebookArgs {
    /// What to do
    #[command(subcommand)]
    pub command: CodebookCommand,
}

/// The commands of `nianlun codebook`.
#[derive(Debug, Subcommand)]
pub enum CodebookCommand {
    /// Turn a dictionary that you have into a codebook
    ///
    /// Reads a plain list (one term a line, or term, tab, category), a csv or xlsx table with the
    /// columns term and category (词语, 类目), the YAML of cntext or of quanteda, a `.dic` of LIWC, or a
    /// user dictionary of jieba, in any encoding that texts may have. Notes say what could not be
    /// carried over.
    #[command(
        after_long_help = "Examples:\n  nianlun codebook import 词表.xlsx --out my-study/codebook.toml\n  nianlun codebook import user.dict --from jieba"
    )]
    Import(ImportArgs),
    /// Propose terms for a category from the texts; nothing enters by itself
    ///
    /// Looks for strings that hold together (cohesion), stand freely (entropy of their neighbours) and
    /// are more frequent near the hits of the category than elsewhere (log-likelihood), and shows for
    /// each its counts by stage and sample lines. Exits with 1 if there is none.
    Suggest(SuggestArgs),
    /// Draw a blind coding sheet for two coders from a finished run
    ///
    /// Draws lines for each term × stage, and for recall sentences without a hit for each category ×
    /// stage, in random order. Document, year and term go into a key beside the sheet, which coders
    /// should not see. Coders write 1 or 0 into their columns.
    Sample(SampleArgs),
    /// Read a filled coding sheet: precision, recall, agreement
    ///
    /// Says for each term and category how many of its hits are meant, with 95 % intervals, how far
    /// the coders agree (Krippendorff's α), roughly how much is missed, and what the stages are without
    /// the terms whose precision is below .8. Exits with 1 if there are any.
    Score(ScoreArgs),
}

/// Flags of `nianlun codebook import`.
#[derive(Debug, ClapArgs)]
pub struct ImportArgs {
    /// The dictionary
    pub file: PathBuf,
    /// What it is: list, csv, cntext, liwc, jieba or quanteda [default: told by name and content]
    #[arg(long, value_name = "FORMAT")]
    pub from: Option<String>,
    /// Write the codebook here, into a new file [default: the standard output]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Flags of `nianlun codebook suggest`.
#[derive(Debug, ClapArgs)]
pub struct SuggestArgs {
    /// The pipeline folder, which holds `pipeline.toml`
    pub pipeline: PathBuf,
    /// The category: its id or label
    pub category: String,
    /// Use this corpus instead of the pipeline's own
    #[arg(long, value_name = "PATH")]
    pub corpus: Option<PathBuf>,
    /// The results whose stages to count by [default: out/<name>; without stages, decades]
    #[arg(long, value_name = "DIR")]
    pub results: Option<PathBuf>,
    /// Propose at most this many terms
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// How to write them
    #[arg(long, value_enum, default_value_t = TextJsonOrCsv::Text)]
    pub format: TextJsonOrCsv,
}

/// Flags of `nianlun codebook sample`.
#[derive(Debug, ClapArgs)]
pub struct SampleArgs {
    /// The pipeline folder, which holds `pipeline.toml` and was run
    pub pipeline: PathBuf,
    /// Use this corpus instead of the pipeline's own, as the run did
    #[arg(long, value_name = "PATH")]
    pub corpus: Option<PathBuf>,
    /// The results of the run [default: out/<name>]
    #[arg(long, value_name = "DIR")]
    pub results: Option<PathBuf>,
    /// Lines for each term × stage, and sentences for each category × stage
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    pub per_cell: u16,
    /// Seed of the draw [default: the pipeline's]
    #[arg(long, value_name = "SEED")]
    pub seed: Option<u64>,
    /// The sheet to write, csv or xlsx
    #[arg(long, value_name = "FILE", default_value = "sheet.csv")]
    pub out: PathBuf,
}

/// Flags of `nianlun codebook score`.
#[derive(Debug, ClapArgs)]
pub struct ScoreArgs {
    /// The filled sheet, csv or xlsx
    pub sheet: PathBuf,
    /// Its key [default: beside the sheet, with the ending .key.json]
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// How to write the result
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    pub format: TextOrJson,
}

/// Flags of `nianlun search`.
#[derive(Debug, ClapArgs)]
pub struct SearchArgs {
    /// A pipeline folder that was run, or a results folder
    pub folder: PathBuf,
    /// What to look for; exact strings in quotation marks
    #[arg(required_unless_present = "like", conflicts_with = "like")]
    pub query: Option<String>,
    /// Only these years: 2003-2010, 2003-, -2010 or 2003
    #[arg(long, value_name = "A-B", allow_hyphen_values = true, conflicts_with = "like")]
    pub years: Option<Years>,
    /// Find also what the codebook holds to be the same: variants, and groups of `[[same]]`
    #[arg(long, conflicts_with = "like")]
    pub expand: bool,
    /// In which order; equals by identifier
    #[arg(long, value_enum, allow_hyphen_values = true, default_value_t = SortName::Score, conflicts_with = "like")]
    pub sort: SortName,
    /// Show at most this many documents; totals count all
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Pass over this many documents
    #[arg(long, value_name = "N", default_value_t = 0, conflicts_with = "like")]
    pub offset: usize,
    /// Show the documents found by year, region, issuer and kind (always in JSON)
    #[arg(long, conflicts_with = "like")]
    pub facets: bool,
    /// Instead of a query: documents like this one, by their words
    #[arg(long, value_name = "ID")]
    pub like: Option<String>,
    /// With --like: documents at least so like each other are one text
    #[arg(long, value_name = "LIKENESS", requires = "like", value_parser = share)]
    pub fold: Option<f64>,
    /// Where the answer goes
    #[command(flatten)]
    pub out: OutArgs,
}

/// Where an answer goes.
#[derive(Debug, ClapArgs)]
pub struct OutArgs {
    /// How to write the results [default: as the ending of --output says, or text]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write the results into this file
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

impl OutArgs {
    /// The format asked for, or that of the file's ending.
    pub fn format(&self) -> Format {
        let ending = self.output.as_deref().and_then(std::path::Path::extension).and_then(|e| e.to_str());
        let of_ending = || Format::from_str(ending.unwrap_or(""), true).ok();
        self.format.or_else(of_ending).unwrap_or(Format::Text)
    }
}

/// What the word commands share.
#[derive(Debug, ClapArgs)]
pub struct WhereArgs {
    /// A pipeline folder that was run, or a results folder
    pub folder: PathBuf,
    /// Only these years: 2003-2010, 2003-, -2010 or 2003
    #[arg(long, value_name = "A-B", allow_hyphen_values = true)]
    pub years: Option<Years>,
    /// Find also what the codebook holds to be the same: variants, and groups of `[[same]]`
    #[arg(long)]
    pub expand: bool,
    /// Where the answer goes
    #[command(flatten)]
    pub out: OutArgs,
}

/// Flags of `nianlun kwic`.
#[derive(Debug, ClapArgs)]
pub struct KwicArgs {
    /// The run
    #[command(flatten)]
    pub at: WhereArgs,
    /// What to look for, as in `nianlun search`
    pub query: String,
    /// In which order; equals by document and place
    #[arg(long, value_enum, default_value_t = LineSortName::Year)]
    pub sort: LineSortName,
    /// Characters on either side
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=500))]
    pub context: u32,
    /// Draw so many lines evenly from all
    #[arg(long, value_name = "N")]
    pub sample: Option<usize>,
    /// Seed of the draw
    #[arg(long, value_name = "S", default_value_t = 20_210_607, requires = "sample")]
    pub seed: u64,
    /// Show at most this many lines; totals count all
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub limit: usize,
    /// Pass over this many lines
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
}

/// Orders of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LineSortName {
    /// By year
    Year,
    /// By what stands before, from the hit leftwards
    Left,
    /// By what stands after
    Right,
}

/// Flags of `nianlun collocates`.
#[derive(Debug, ClapArgs)]
pub struct CollocatesArgs {
    /// The run
    #[command(flatten)]
    pub at: WhereArgs,
    /// What to look for, as in `nianlun search`
    pub query: String,
    /// Words on either side, no farther than the sentence goes
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=50))]
    pub window: u16,
    /// Leave out words that stand there fewer times
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub minimum: u64,
    /// Show at most this many words
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub limit: usize,
}

/// Flags of `nianlun keyness`.
#[derive(Debug, ClapArgs)]
pub struct KeynessArgs {
    /// A pipeline folder that was run, or a results folder
    pub folder: PathBuf,
    /// A stage (2, or published:2) or years (2010-2017)
    #[arg(long, value_name = "STAGE|YEARS", allow_hyphen_values = true)]
    pub target: Part,
    /// What to compare with [default: all other years]
    #[arg(long, value_name = "STAGE|YEARS", allow_hyphen_values = true)]
    pub reference: Option<Part>,
    /// Leave out words that stand in both together fewer times
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub minimum: u64,
    /// Show at most this many words of either side
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub limit: usize,
    /// Where the answer goes
    #[command(flatten)]
    pub out: OutArgs,
}

/// Flags of `nianlun dispersion` and `nianlun ngram`.
#[derive(Debug, ClapArgs)]
pub struct QueriesArgs {
    /// The run
    #[command(flatten)]
    pub at: WhereArgs,
    /// What to look for, as in `nianlun search`; several stand side by side
    #[arg(required = true, num_args = 1..)]
    pub queries: Vec<String>,
}

/// Flags of `nianlun serve`.
#[derive(Debug, ClapArgs)]
pub struct ServeArgs {
    /// A pipeline folder that was run, or a results folder
    pub folder: PathBuf,
    /// The port; 0 for any that is free
    #[arg(long, value_name = "N", default_value_t = 7421)]
    pub port: u16,
    /// The address to be reached at; others than 127.0.0.1 let other machines read the texts
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub host: IpAddr,
    /// Open the browser too
    #[arg(long)]
    pub open: bool,
}

/// Orders of search results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SortName {
    /// The most relevant first
    Score,
    /// The earliest first
    Date,
    /// The latest first
    #[value(name = "-date")]
    DateDescending,
}

impl From<SortName> for Sort {
    fn from(name: SortName) -> Self {
        match name {
            SortName::Score => Sort::Score,
            SortName::Date => Sort::Date,
            SortName::DateDescending => Sort::DateDescending,
        }
    }
}

/// Flags of `nianlun stages`.
#[derive(Debug, ClapArgs)]
pub struct StagesArgs {
    /// The series: a CSV or Parquet file
    pub series: PathBuf,
    /// How to find stages
    #[arg(long, value_name = "NAME", value_enum, default_value_t = MethodName(Method::Poisson))]
    pub method: MethodName,
    /// Fewest years of a stage
    #[arg(long, value_name = "M", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..))]
    pub minimum_length: u16,
    /// Most stages tried
    #[arg(long, value_name = "K", default_value_t = 7, value_parser = clap::value_parser!(u16).range(2..))]
    pub maximum: u16,
    /// How to write the result
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    pub format: TextOrJson,
}

/// Flags of `nianlun simulate`.
#[derive(Debug, ClapArgs)]
pub struct SimulateArgs {
    /// Simulate series of the size of these results
    pub results: Option<PathBuf>,
    /// Years [default: 28]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(8..=1000))]
    pub years: Option<u16>,
    /// Categories [default: 8]
    #[arg(long, value_name = "J", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub categories: Option<u16>,
    /// Mean hits of a category in a year [default: 100]
    #[arg(long, value_name = "HITS", value_parser = positive)]
    pub mean: Option<f64>,
    /// Variance over mean of the counts (can be repeated) [default: 1, 4 and 8]
    #[arg(long, value_name = "PHI", value_parser = at_least_one)]
    pub phi: Vec<f64>,
    /// True boundaries of the series that have them [default: 3]
    #[arg(long, value_name = "B", value_parser = clap::value_parser!(u16).range(1..=100))]
    pub boundaries: Option<u16>,
    /// Series of each kind
    #[arg(long, value_name = "R", default_value_t = 200, value_parser = clap::value_parser!(u64).range(1..))]
    pub replicates: u64,
    /// How to find stages
    #[arg(long, value_name = "NAME", value_enum, default_value_t = MethodName(Method::Poisson))]
    pub method: MethodName,
    /// Fewest years of a stage
    #[arg(long, value_name = "M", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..))]
    pub minimum_length: u16,
    /// Most stages tried
    #[arg(long, value_name = "K", default_value_t = 7, value_parser = clap::value_parser!(u16).range(2..))]
    pub maximum: u16,
    /// Seed of the random numbers
    #[arg(long, value_name = "SEED", default_value_t = 20_210_607)]
    pub seed: u64,
    /// How to write the table
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    pub format: TextOrJson,
}

fn positive(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|n: &f64| *n > 0.0 && n.is_finite())
        .ok_or_else(|| "give a number above 0".to_owned())
}

fn share(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|n: &f64| *n > 0.0 && *n <= 1.0)
        .ok_or_else(|| "give a number above 0 and up to 1".to_owned())
}

fn at_least_one(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|n: &f64| *n >= 1.0 && n.is_finite())
        .ok_or_else(|| "give a number from 1 on".to_owned())
}

/// A method by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MethodName(pub Method);

impl ValueEnum for MethodName {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [MethodName; Method::ALL.len()] = {
            let mut all = [MethodName(Method::Poisson); Method::ALL.len()];
            let mut at = 0;
            while at < all.len() {
                all[at] = MethodName(Method::ALL[at].1);
                at += 1;
            }
            all
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self.0 {
            Method::Poisson => "quasi-Poisson counts, exact search, qBIC, smooth competitor",
            Method::Gauss => "constant means, exact search, BIC (Bai & Perron)",
            Method::Share => "shares of the categories, Dirichlet-multinomial",
            Method::Coniss => "neighbours merged by sums of squares, broken stick",
            Method::Vnc => "variability-based neighbour clustering, elbow",
            Method::Pelt => "as poisson, pruned search, no largest number of stages",
        };
        Some(PossibleValue::new(self.0.name()).help(help))
    }
}

/// For reading, or one object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TextOrJson {
    /// For reading
    Text,
    /// One object
    Json,
}

/// For reading, one object, or a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TextJsonOrCsv {
    /// For reading
    Text,
    /// One object
    Json,
    /// A table, one line a row
    Csv,
}

/// Formats of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading
    Text,
    /// One object
    Json,
    /// A table, one line a row
    Csv,
    /// The same table as a Parquet file
    Parquet,
    /// The same table as a workbook
    Xlsx,
}

impl Format {
    /// Whether it is no text.
    pub fn is_binary(self) -> bool {
        matches!(self, Format::Parquet | Format::Xlsx)
    }
}
