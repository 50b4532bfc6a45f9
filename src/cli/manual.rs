//! The manual page of `nianbao-cli` in roff, from the same tables as `--help`.

use super::arguments::{ABOUT, COMMANDS, EXIT_CODES, OPTIONS, Usage};
use crate::render::format::FORMATS;

/// The whole page: `nianbao-cli help --manual` prints it, `packaging/nianbao-cli.1` keeps it.
pub fn manual() -> String {
    let mut page = format!(
        ".\\\" nianbao-cli help --manual 生成，请勿手改\n.TH NIANBAO-CLI 1 \"\" \"nianbao {}\" \"用户命令\"\n.ad l\n.nh\n",
        env!("CARGO_PKG_VERSION")
    );
    section(&mut page, "名称");
    line(&mut page, &format!("nianbao-cli - {ABOUT}"));
    section(&mut page, "用法");
    for usage in &COMMANDS {
        page.push_str(".br\n");
        line(&mut page, &format!("nianbao-cli {}", usage.line));
    }
    section(&mut page, "命令");
    for usage in &COMMANDS {
        item(&mut page, usage.name, &format!("{}。", usage.about));
        line(&mut page, &options_of(usage));
    }
    section(&mut page, "选项");
    for (_, form, about) in &OPTIONS {
        item(&mut page, form.trim_start(), &format!("{about}。"));
    }
    section(&mut page, "导出的格式");
    for format in FORMATS {
        let about = format!("{}：{}。", format.name, format.about);
        item(&mut page, &format!(".{}", format.suffix), &about);
    }
    section(&mut page, "退出码");
    line(&mut page, EXIT_CODES);
    section(&mut page, "文件");
    item(
        &mut page,
        "~/.config/nianbao",
        "设置、副本和历史版本；其中的 forms 文件夹放自带格式之外的格式。程序旁边有 portable 文件夹时，都放在那里。",
    );
    page
}

fn options_of(usage: &Usage) -> String {
    let forms = OPTIONS
        .iter()
        .filter(|(name, ..)| usage.options.contains(name))
        .map(|(_, form, _)| form.trim_start());
    format!("选项：{}。", forms.collect::<Vec<_>>().join("，"))
}

fn section(page: &mut String, heading: &str) {
    page.push_str(&format!(".SH {heading}\n"));
}

fn item(page: &mut String, term: &str, about: &str) {
    page.push_str(&format!(".TP\n\\fB{}\\fR\n", escaped(term)));
    line(page, about);
}

/// One line of text; a point or an apostrophe at its beginning would be a request to roff.
fn line(page: &mut String, text: &str) {
    if text.starts_with(['.', '\'']) {
        page.push_str("\\&");
    }
    page.push_str(&escaped(text));
    page.push('\n');
}

/// A bare hyphen would be printed as a dash, which nobody can type into a shell.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-")
}
