//! The whole report on the clipboard, as a web page and as text.

use crate::app::App;
use crate::app::files::pipeline;

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

impl App {
    /// The report as a piece of a web page, to be pasted into the editor of a website.
    pub(in crate::app) fn copy_web_page(&mut self) {
        let Some(state) = &self.state else {
            return;
        };
        let copied = pipeline::web_page(state.report())
            .and_then(|(html, text)| (self.files.copy_page)(&html, &text));
        match copied {
            Ok(()) => self.notice = "已复制，请到网站后台的编辑框里粘贴".to_owned(),
            Err(problem) => self.tell("没有复制", problem),
        }
    }
}
