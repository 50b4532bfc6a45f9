//! The clipboard: the whole report onto it as a web page and as text, and a report that was copied elsewhere off it.

use crate::app::App;
use crate::task::export::web_page;
use crate::task::open::Copied;

/// Puts a piece of HTML, and the text for programs that take none, on the system's clipboard.
///
/// # Errors
/// One sentence, when there is no clipboard.
pub fn put(html: &str, text: &str) -> Result<(), String> {
    let put = |mut clipboard: arboard::Clipboard| clipboard.set_html(html, Some(text));
    arboard::Clipboard::new()
        .and_then(put)
        .map_err(|error| format!("系统的剪贴板不能用（{error}），请改用“导出网页”"))
}

/// What was copied in another program.
///
/// # Errors
/// One sentence, when there is no clipboard.
pub fn take() -> Result<Copied, String> {
    let mut clipboard = arboard::Clipboard::new()
        .map_err(|error| format!("系统的剪贴板不能用（{error}），请把内容存成文件再导入"))?;
    Ok(Copied {
        page: clipboard.get().html().ok(),
        text: clipboard.get_text().ok(),
    })
}

impl App {
    /// The report as a piece of a web page, to be pasted into the editor of a website.
    pub(in crate::app) fn copy_web_page(&mut self) {
        let Some(state) = &self.state else {
            return;
        };
        let (html, text) = web_page(state.template(), state.report());
        match (self.files.copy_page)(&html, &text) {
            Ok(()) => self.notice = "已复制，请到网站后台的编辑框里粘贴".to_owned(),
            Err(problem) => self.tell("没有复制", problem),
        }
    }
}
