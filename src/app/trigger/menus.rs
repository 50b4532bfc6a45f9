//! The table of all commands: menus from left to right, groups from top to bottom, one row a command.

use crate::app::trigger::command::{Command, CommandContext};
use crate::render::format::FORMATS;
use eframe::egui::{Key, KeyboardShortcut, Modifiers};

/// A menu with its groups, between which stands a line.
#[derive(Debug)]
pub struct Menu {
    pub title: &'static str,
    /// Opens it, with Alt.
    pub key: Key,
    pub groups: &'static [&'static [Row]],
}

/// All that is known of a command.
#[derive(Debug)]
pub struct Row {
    pub command: Command,
    /// Ends in … when the command opens a dialog.
    pub label: &'static str,
    /// One line on what it does.
    pub tooltip: &'static str,
    /// The usual key first.
    pub keys: &'static [KeyboardShortcut],
    /// The editor in focus answers the key itself; the menu hands the command to it.
    pub by_editor: bool,
    pub is_enabled: fn(&CommandContext) -> bool,
}

impl Row {
    const fn new(
        command: Command,
        label: &'static str,
        tooltip: &'static str,
        keys: &'static [KeyboardShortcut],
        is_enabled: fn(&CommandContext) -> bool,
    ) -> Row {
        Row {
            command,
            label,
            tooltip,
            keys,
            by_editor: false,
            is_enabled,
        }
    }

    const fn of_editor(mut self) -> Row {
        self.by_editor = true;
        self
    }

    /// The row's command; for the row of sections one for each of so many, for the row of formats one for each.
    pub fn commands(&self, sections: usize) -> impl Iterator<Item = Command> + use<> {
        let command = self.command;
        let count = match command {
            Command::Section(_) => sections.min(usize::from(u8::MAX)),
            Command::Export(_) => FORMATS.len(),
            _ => 1,
        };
        (0..count).map(move |index| match (command, u8::try_from(index)) {
            (Command::Section(_), Ok(index)) => Command::Section(index),
            (Command::Export(_), Ok(index)) => Command::Export(index),
            _ => command,
        })
    }
}

const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

const fn shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::SHIFT, key)
}

const fn alt(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::ALT, key)
}

const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

type Now<'a> = &'a CommandContext;

#[rustfmt::skip]
pub static MENUS: [Menu; 4] = [
    Menu { title: "文件", key: Key::F, groups: &[
        &[
            Row::new(Command::New, "新建…", "填写机关名称和年度，从空白报告开始", &[ctrl(Key::N)], |now: Now| !now.busy),
            Row::new(Command::Open, "打开…", "打开以前保存的报告", &[ctrl(Key::O)], |now: Now| !now.busy),
            Row::new(Command::StartFromLastYear, "以上年报告为起点…", "选择上年的报告，把可以沿用的内容带到本年", &[ctrl_shift(Key::N)], |now: Now| !now.busy),
            Row::new(Command::ImportReport, "导入已发布的报告…", "读取已经发布的报告：网页、Word、Excel、PDF 或文本", &[ctrl(Key::I)], |now: Now| !now.busy),
            Row::new(Command::ImportCopied, "粘贴导入", "读取从浏览器、Word 或 PDF 里复制的报告", &[ctrl_shift(Key::I)], |now: Now| !now.busy),
            Row::new(Command::OpenSample, "打开示例", "看一份填好的报告", &[ctrl_shift(Key::O)], |now: Now| !now.busy),
        ],
        &[
            Row::new(Command::Save, "保存", "保存到原来的文件", &[ctrl(Key::S)], |now: Now| now.report()),
            Row::new(Command::SaveAs, "另存为…", "保存到另一个文件", &[ctrl_shift(Key::S)], |now: Now| now.report()),
            Row::new(Command::Versions, "历史版本…", "最近保存的十个版本，可以找回", &[ctrl_shift(Key::V)], |now: Now| now.report()),
        ],
        &[
            Row::new(Command::Export(0), "导出…", "生成送审、报送或发布的文件", &[ctrl(Key::E)], |now: Now| now.report() && !now.busy),
            Row::new(Command::CopyWebPage, "复制为网页", "把整份报告带格式放到剪贴板，粘贴到网站后台的编辑框里", &[ctrl_shift(Key::C)], |now: Now| now.report()),
            Row::new(Command::Print, "打印", "生成 PDF，交给系统的阅读程序打印", &[ctrl(Key::P)], |now: Now| now.report() && !now.busy),
            Row::new(Command::OfficialFaces, "切换公文字体", "预览、导出和打印用自带的字体，或本机的小标宋、仿宋等", &[ctrl_shift(Key::F)], |_: Now| true),
        ],
        &[
            Row::new(Command::CloseReport, "关闭报告", "关闭当前报告，回到开始页", &[ctrl(Key::W)], |now: Now| now.report()),
            Row::new(Command::Quit, "退出", "退出程序，有未保存的内容会先询问", &[ctrl(Key::Q)], |_: Now| true),
        ],
    ] },
    Menu { title: "编辑", key: Key::E, groups: &[
        &[
            Row::new(Command::Undo, "撤销", "撤销上一步，文字和表格都可以", &[ctrl(Key::Z)], |now: Now| now.can_undo),
            Row::new(Command::Redo, "重做", "重做撤销的一步", &[ctrl(Key::Y), ctrl_shift(Key::Z)], |now: Now| now.can_redo),
        ],
        &[
            Row::new(Command::Cut, "剪切", "剪切选中的文字或单元格", &[ctrl(Key::X)], |now: Now| now.editable).of_editor(),
            Row::new(Command::Copy, "复制", "复制选中的文字或单元格", &[ctrl(Key::C)], |now: Now| now.editable).of_editor(),
            Row::new(Command::Paste, "粘贴", "粘贴文字，或从 Excel、WPS、网页复制的表格", &[ctrl(Key::V)], |now: Now| now.editable).of_editor(),
            Row::new(Command::SelectAll, "全选", "选中光标所在的整段文字或整张表格", &[ctrl(Key::A)], |now: Now| now.editable).of_editor(),
        ],
        &[
            Row::new(Command::Find, "查找", "在全部文字和表格里查找", &[ctrl(Key::F)], |now: Now| now.report()),
            Row::new(Command::Replace, "替换", "查找并替换；表格里的数字只查找，不替换", &[ctrl(Key::H)], |now: Now| now.report()),
            Row::new(Command::FindNext, "查找下一处", "到下一处", &[plain(Key::F3)], |now: Now| now.report() && now.hits),
            Row::new(Command::FindPrevious, "查找上一处", "到上一处", &[shift(Key::F3)], |now: Now| now.report() && now.hits),
        ],
        &[
            Row::new(Command::AddPart, "添加一个部分", "在光标所在的部分后面添加一个部分", &[ctrl(Key::Enter)], |now: Now| now.prose),
            Row::new(Command::MovePartUp, "部分上移", "把光标所在的部分移到上一个部分前面", &[alt(Key::ArrowUp)], |now: Now| now.part.is_some_and(|(index, _)| index > 0)),
            Row::new(Command::MovePartDown, "部分下移", "把光标所在的部分移到下一个部分后面", &[alt(Key::ArrowDown)], |now: Now| now.part.is_some_and(|(index, count)| index + 1 < count)),
            Row::new(Command::RemovePart, "删除这个部分", "删除光标所在的部分，可以撤销", &[ctrl_shift(Key::Delete)], |now: Now| now.part.is_some()),
        ],
        &[
            Row::new(Command::FillRowZero, "本行空白填 0", "把光标所在行的空白单元格填上 0", &[ctrl(Key::R)], |now: Now| now.report() && now.figure),
            Row::new(Command::FillColumnZero, "本列空白填 0", "把光标所在列的空白单元格填上 0", &[ctrl(Key::D)], |now: Now| now.report() && now.figure),
            Row::new(Command::FillTableZero, "全表空白填 0", "把光标所在表格的空白单元格填上 0", &[ctrl_shift(Key::D)], |now: Now| now.report() && now.figure),
        ],
        &[
            Row::new(Command::NextFinding, "下一个问题", "到下一个需要处理的地方", &[plain(Key::F8)], |now: Now| now.report() && now.findings),
            Row::new(Command::PreviousFinding, "上一个问题", "到上一个需要处理的地方", &[shift(Key::F8)], |now: Now| now.report() && now.findings),
        ],
        &[
            Row::new(Command::Confirm, "确认这一处", "确认光标处从上年带来的内容，再到下一处", &[plain(Key::F6)], |now: Now| now.report() && now.carried),
            Row::new(Command::ConfirmSection, "确认本节全部", "确认本节里从上年带来的全部内容", &[shift(Key::F6)], |now: Now| now.report() && now.carried),
        ],
    ] },
    Menu { title: "视图", key: Key::V, groups: &[
        &[
            Row::new(Command::Particulars, "报告信息", "机关、年度、标题、落款", &[ctrl(Key::Backtick)], |now: Now| now.report()),
            // One for each section of the form, with Ctrl and its number; their names stand in the form.
            Row::new(Command::Section(0), "各部分", "到这一部分", &[], |now: Now| now.report()),
        ],
        &[
            Row::new(Command::ToggleFindings, "检查结果", "显示或关闭右边的检查结果", &[plain(Key::F9)], |now: Now| now.report()),
            Row::new(Command::TogglePreview, "页面预览", "显示或关闭右边的页面预览", &[plain(Key::F10)], |now: Now| now.report()),
            Row::new(Command::ToggleLastYear, "上年", "与上年报告比较：改动的年份、雷同的句子、历年数字；表格里显示上年数字", &[plain(Key::F11)], |now: Now| now.report()),
            Row::new(Command::FocusPanel, "到右边的面板", "用键盘在右边的面板里移动，再按一次或按 Esc 回到正文", &[plain(Key::F12)], |now: Now| now.report() && now.panel),
        ],
        &[
            Row::new(Command::ZoomIn, "放大", "把窗口里的字放大", &[ctrl(Key::Plus), ctrl(Key::Equals), ctrl_shift(Key::Plus), ctrl_shift(Key::Equals)], |_: Now| true),
            Row::new(Command::ZoomOut, "缩小", "把窗口里的字缩小", &[ctrl(Key::Minus)], |_: Now| true),
            Row::new(Command::ZoomReset, "原始大小", "恢复为 100%", &[ctrl(Key::Num0)], |_: Now| true),
            Row::new(Command::Theme, "切换深浅色", "在浅色和深色之间切换", &[plain(Key::F7)], |_: Now| true),
        ],
    ] },
    Menu { title: "帮助", key: Key::H, groups: &[
        &[
            Row::new(Command::Guide, "使用说明", "一页说明：从新建到送审", &[shift(Key::F1)], |_: Now| true),
            Row::new(Command::Keys, "按键一览", "列出全部按键", &[plain(Key::F1)], |_: Now| true),
            Row::new(Command::Rules, "检查规则", "列出全部规则、依据和例子；疑问类的可以为这份报告停用", &[shift(Key::F9)], |now: Now| now.report()),
            Row::new(Command::About, "关于", "版本、许可证和所用的字体", &[ctrl_shift(Key::F1)], |_: Now| true),
        ],
    ] },
];
