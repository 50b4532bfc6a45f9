//! Everything the user can trigger: a closed list. Names, keys and menus stand in the table of `menus`.

use crate::template::Template;
use std::sync::Arc;

/// A thing the user can trigger. Only [`crate::app::App`] executes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    New,
    Open,
    StartFromLastYear,
    ImportReport,
    /// Import what was copied in another program.
    ImportCopied,
    OpenSample,
    Save,
    SaveAs,
    /// The saved versions of the file.
    Versions,
    /// One of the formats, counted from 0.
    Export(u8),
    /// The report as a piece of a web page, onto the clipboard.
    CopyWebPage,
    Print,
    /// The faces of preview, PDF and printing: those of the program, or the official ones of this machine.
    OfficialFaces,
    CloseReport,
    Quit,
    Undo,
    Redo,
    Cut,
    Copy,
    Paste,
    SelectAll,
    Find,
    FindNext,
    FindPrevious,
    Replace,
    NextFinding,
    PreviousFinding,
    FillRowZero,
    FillColumnZero,
    FillTableZero,
    AddPart,
    MovePartUp,
    MovePartDown,
    RemovePart,
    /// Confirm the carried text or figure in focus, and go to the next.
    Confirm,
    ConfirmSection,
    /// The page 报告信息.
    Particulars,
    /// One of the form's sections, counted from 0.
    Section(u8),
    ToggleFindings,
    TogglePreview,
    /// The panel of last year: years that moved, what was copied, the chart.
    ToggleLastYear,
    /// The keyboard goes to the panel at the right.
    FocusPanel,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    Theme,
    Guide,
    Keys,
    /// The rules of the form, and which of them this report is asked.
    Rules,
    About,
}

/// What of the program's state decides which commands can be given, and how they are called.
#[derive(Debug, Clone, Default)]
pub struct CommandContext {
    /// The form of the open report.
    pub form: Option<Arc<Template>>,
    pub can_undo: bool,
    pub can_redo: bool,
    pub findings: bool,
    /// The place in focus is a figure.
    pub figure: bool,
    /// The place in focus is a text or a figure.
    pub editable: bool,
    /// A section of prose is open.
    pub prose: bool,
    /// The place in focus is in a part: its index and the number of parts.
    pub part: Option<(usize, usize)>,
    /// An export or import is running.
    pub busy: bool,
    /// Something carried over waits for confirmation.
    pub carried: bool,
    /// A search is open and has hits.
    pub hits: bool,
    /// A panel stands at the right.
    pub panel: bool,
}

impl CommandContext {
    /// A report is open.
    pub fn report(&self) -> bool {
        self.form.is_some()
    }

    /// The form's sections.
    pub fn section_count(&self) -> usize {
        self.form
            .as_ref()
            .map_or(0, |form| form.form.sections.len())
    }
}
