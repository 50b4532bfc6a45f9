//! Everything the user can trigger: one closed list that menus, keys, buttons, the key list and tests read.

use eframe::egui::{Key, KeyboardShortcut, Modifiers};

/// A thing the user can trigger. Only [`crate::app::App`] executes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    New,
    Open,
    StartFromLastYear,
    ImportReport,
    OpenSample,
    Save,
    SaveAs,
    ExportPdf,
    Print,
    CloseReport,
    Quit,
    Undo,
    Redo,
    Find,
    FindNext,
    FindPrevious,
    Replace,
    NextFinding,
    PreviousFinding,
    FillRowZero,
    FillColumnZero,
    FillTableZero,
    /// The page 报告信息.
    Particulars,
    /// One of the form's sections, counted from 0.
    Section(u8),
    ToggleFindings,
    TogglePreview,
    /// The panel of last year: years that moved, what was copied, the chart.
    ToggleLastYear,
    /// Confirm the carried text or figure in focus, and go to the next.
    Confirm,
    ConfirmSection,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    Theme,
    Keys,
}

/// What of the program's state decides which commands can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CommandContext {
    /// A report is open.
    pub report: bool,
    /// Number of the form's sections.
    pub sections: usize,
    pub can_undo: bool,
    pub can_redo: bool,
    pub findings: bool,
    /// The place in focus is a figure.
    pub figure: bool,
    /// An export or import is running.
    pub busy: bool,
    /// Something carried over waits for confirmation.
    pub carried: bool,
    /// A search is open and has hits.
    pub hits: bool,
}

/// The menus, left to right, with their commands; `None` is a line between groups.
pub const MENUS: [(&str, &[Option<Command>]); 4] = [
    (
        "文件",
        &[
            Some(Command::New),
            Some(Command::Open),
            Some(Command::StartFromLastYear),
            Some(Command::ImportReport),
            Some(Command::OpenSample),
            None,
            Some(Command::Save),
            Some(Command::SaveAs),
            None,
            Some(Command::ExportPdf),
            Some(Command::Print),
            None,
            Some(Command::CloseReport),
            Some(Command::Quit),
        ],
    ),
    (
        "编辑",
        &[
            Some(Command::Undo),
            Some(Command::Redo),
            None,
            Some(Command::Find),
            Some(Command::Replace),
            Some(Command::FindNext),
            Some(Command::FindPrevious),
            None,
            Some(Command::FillRowZero),
            Some(Command::FillColumnZero),
            Some(Command::FillTableZero),
            None,
            Some(Command::NextFinding),
            Some(Command::PreviousFinding),
            None,
            Some(Command::Confirm),
            Some(Command::ConfirmSection),
        ],
    ),
    (
        "视图",
        &[
            Some(Command::Particulars),
            Some(Command::Section(0)),
            Some(Command::Section(1)),
            Some(Command::Section(2)),
            Some(Command::Section(3)),
            Some(Command::Section(4)),
            Some(Command::Section(5)),
            None,
            Some(Command::ToggleFindings),
            Some(Command::TogglePreview),
            Some(Command::ToggleLastYear),
            None,
            Some(Command::ZoomIn),
            Some(Command::ZoomOut),
            Some(Command::ZoomReset),
            Some(Command::Theme),
        ],
    ),
    ("帮助", &[Some(Command::Keys)]),
];

impl Command {
    /// Every command, in the order of the menus.
    pub fn all() -> impl Iterator<Item = Command> {
        MENUS
            .iter()
            .flat_map(|(_, commands)| commands.iter().copied().flatten())
    }

    /// As menus and buttons write it; ends in … when it opens a dialog.
    pub fn label(self) -> &'static str {
        match self {
            Command::New => "新建…",
            Command::Open => "打开…",
            Command::StartFromLastYear => "以上年报告为起点…",
            Command::ImportReport => "导入已发布的报告…",
            Command::OpenSample => "打开示例",
            Command::Save => "保存",
            Command::SaveAs => "另存为…",
            Command::ExportPdf => "导出 PDF…",
            Command::Print => "打印",
            Command::CloseReport => "关闭报告",
            Command::Quit => "退出",
            Command::Undo => "撤销",
            Command::Redo => "重做",
            Command::Find => "查找",
            Command::FindNext => "查找下一处",
            Command::FindPrevious => "查找上一处",
            Command::Replace => "替换",
            Command::NextFinding => "下一个问题",
            Command::PreviousFinding => "上一个问题",
            Command::FillRowZero => "本行空白填 0",
            Command::FillColumnZero => "本列空白填 0",
            Command::FillTableZero => "全表空白填 0",
            Command::Particulars => "报告信息",
            Command::Section(0) => "第一部分",
            Command::Section(1) => "第二部分",
            Command::Section(2) => "第三部分",
            Command::Section(3) => "第四部分",
            Command::Section(4) => "第五部分",
            Command::Section(_) => "第六部分",
            Command::ToggleFindings => "检查结果",
            Command::TogglePreview => "页面预览",
            Command::ToggleLastYear => "上年",
            Command::Confirm => "确认这一处",
            Command::ConfirmSection => "确认本节全部",
            Command::ZoomIn => "放大",
            Command::ZoomOut => "缩小",
            Command::ZoomReset => "原始大小",
            Command::Theme => "切换深浅色",
            Command::Keys => "按键一览",
        }
    }

    /// One line on what it does, for tooltips and the list of keys.
    pub fn tooltip(self) -> &'static str {
        match self {
            Command::New => "填写机关名称和年度，从空白报告开始",
            Command::Open => "打开以前保存的报告",
            Command::StartFromLastYear => "选择上年的报告，把可以沿用的内容带到本年",
            Command::ImportReport => "读取已经发布的报告（文本文件 .txt）",
            Command::OpenSample => "看一份填好的报告",
            Command::Save => "保存到原来的文件",
            Command::SaveAs => "保存到另一个文件",
            Command::ExportPdf => "生成用于送审和印制的 PDF",
            Command::Print => "生成 PDF，交给系统的阅读程序打印",
            Command::CloseReport => "关闭当前报告，回到开始页",
            Command::Quit => "退出程序，有未保存的内容会先询问",
            Command::Undo => "撤销上一步，文字和表格都可以",
            Command::Redo => "重做撤销的一步",
            Command::Find => "在全部文字里查找",
            Command::FindNext => "到下一处",
            Command::FindPrevious => "到上一处",
            Command::Replace => "查找并替换",
            Command::NextFinding => "到下一个需要处理的地方",
            Command::PreviousFinding => "到上一个需要处理的地方",
            Command::FillRowZero => "把光标所在行的空白单元格填上 0",
            Command::FillColumnZero => "把光标所在列的空白单元格填上 0",
            Command::FillTableZero => "把光标所在表格的空白单元格填上 0",
            Command::Particulars => "机关、年度、标题、落款",
            Command::Section(_) => "到这一部分",
            Command::ToggleFindings => "显示或关闭右边的检查结果",
            Command::TogglePreview => "显示或关闭右边的页面预览",
            Command::ToggleLastYear => {
                "与上年报告比较：改动的年份、雷同的句子、历年数字；表格里显示上年数字"
            }
            Command::Confirm => "确认光标处从上年带来的内容，再到下一处",
            Command::ConfirmSection => "确认本节里从上年带来的全部内容",
            Command::ZoomIn => "把窗口里的字放大",
            Command::ZoomOut => "把窗口里的字缩小",
            Command::ZoomReset => "恢复为 100%",
            Command::Theme => "在浅色和深色之间切换",
            Command::Keys => "列出全部按键",
        }
    }

    /// The key that triggers it.
    pub fn key(self) -> Option<KeyboardShortcut> {
        const CTRL: Modifiers = Modifiers::COMMAND;
        const SHIFT: Modifiers = Modifiers::SHIFT;
        const BOTH: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
        const NONE: Modifiers = Modifiers::NONE;
        const NUMBERS: [Key; 6] = [
            Key::Num1,
            Key::Num2,
            Key::Num3,
            Key::Num4,
            Key::Num5,
            Key::Num6,
        ];
        let (modifiers, key) = match self {
            Command::New => (CTRL, Key::N),
            Command::Open => (CTRL, Key::O),
            Command::StartFromLastYear => (BOTH, Key::N),
            Command::ImportReport => (CTRL, Key::I),
            Command::OpenSample => (BOTH, Key::O),
            Command::Save => (CTRL, Key::S),
            Command::SaveAs => (BOTH, Key::S),
            Command::ExportPdf => (CTRL, Key::E),
            Command::Print => (CTRL, Key::P),
            Command::CloseReport => (CTRL, Key::W),
            Command::Quit => (CTRL, Key::Q),
            Command::Undo => (CTRL, Key::Z),
            Command::Redo => (CTRL, Key::Y),
            Command::Find => (CTRL, Key::F),
            Command::Replace => (CTRL, Key::H),
            Command::FindNext => (NONE, Key::F3),
            Command::FindPrevious => (SHIFT, Key::F3),
            Command::NextFinding => (NONE, Key::F8),
            Command::PreviousFinding => (SHIFT, Key::F8),
            Command::FillRowZero => (CTRL, Key::R),
            Command::FillColumnZero => (CTRL, Key::D),
            Command::FillTableZero => (BOTH, Key::D),
            Command::Particulars => (CTRL, Key::Backtick),
            Command::Section(index) => (CTRL, *NUMBERS.get(usize::from(index))?),
            Command::ToggleFindings => (NONE, Key::F9),
            Command::TogglePreview => (NONE, Key::F10),
            Command::ToggleLastYear => (NONE, Key::F11),
            Command::Confirm => (NONE, Key::F6),
            Command::ConfirmSection => (SHIFT, Key::F6),
            Command::ZoomIn => (CTRL, Key::Plus),
            Command::ZoomOut => (CTRL, Key::Minus),
            Command::ZoomReset => (CTRL, Key::Num0),
            Command::Theme => (NONE, Key::F7),
            Command::Keys => (NONE, Key::F1),
        };
        Some(KeyboardShortcut::new(modifiers, key))
    }

    /// Other keys that trigger it as well.
    pub fn other_keys(self) -> &'static [KeyboardShortcut] {
        const REDO: [KeyboardShortcut; 1] = [KeyboardShortcut::new(
            Modifiers::COMMAND.plus(Modifiers::SHIFT),
            Key::Z,
        )];
        const ZOOM_IN: [KeyboardShortcut; 1] =
            [KeyboardShortcut::new(Modifiers::COMMAND, Key::Equals)];
        match self {
            Command::Redo => &REDO,
            Command::ZoomIn => &ZOOM_IN,
            _ => &[],
        }
    }

    /// The key in words, as menus and the list of keys show it.
    pub fn key_text(self) -> String {
        let Some(shortcut) = self.key() else {
            return String::new();
        };
        let modifiers = shortcut.modifiers;
        let key = match shortcut.logical_key {
            Key::Plus => "+",
            Key::Minus => "-",
            Key::Backtick => "`",
            key => key.name(),
        };
        let prefix = match (modifiers.command, modifiers.shift) {
            (true, true) => "Ctrl+Shift+",
            (true, false) => "Ctrl+",
            (false, true) => "Shift+",
            (false, false) => "",
        };
        format!("{prefix}{key}")
    }

    pub fn is_enabled(self, now: &CommandContext) -> bool {
        match self {
            Command::New
            | Command::Open
            | Command::StartFromLastYear
            | Command::ImportReport
            | Command::OpenSample => !now.busy,
            Command::Quit
            | Command::ZoomIn
            | Command::ZoomOut
            | Command::ZoomReset
            | Command::Theme
            | Command::Keys => true,
            Command::Save
            | Command::SaveAs
            | Command::CloseReport
            | Command::Find
            | Command::Replace
            | Command::Particulars
            | Command::ToggleFindings
            | Command::TogglePreview
            | Command::ToggleLastYear => now.report,
            Command::Confirm | Command::ConfirmSection => now.report && now.carried,
            Command::ExportPdf | Command::Print => now.report && !now.busy,
            Command::Undo => now.can_undo,
            Command::Redo => now.can_redo,
            Command::FindNext | Command::FindPrevious => now.report && now.hits,
            Command::NextFinding | Command::PreviousFinding => now.report && now.findings,
            Command::FillRowZero | Command::FillColumnZero | Command::FillTableZero => {
                now.report && now.figure
            }
            Command::Section(index) => now.report && usize::from(index) < now.sections,
        }
    }
}
