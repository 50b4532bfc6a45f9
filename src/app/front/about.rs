//! What the program is, and how it is used: the two pages of help.

use crate::app::look::marks::{self, Sign};
use crate::app::look::theme::Look;
use eframe::egui::{self, Align2, FontId, Pos2, Rect, RichText, Sense, vec2};

/// Height that a page leaves to its heading, its button and the window around it.
const OTHERS: f32 = 190.0;

/// The steps from an empty report to one that can be approved: a heading, what to do, and the picture beside it.
const STEPS: [(&str, &str, Picture); 6] = [
    (
        "一、开始",
        "第一次用：选“新建”，写机关名称和年度。去年用过：选“以上年报告为起点”，能沿用的文字会带过来，年份自动改好。已经发布过的报告可以用“导入已发布的报告”读入。",
        Picture::Start,
    ),
    (
        "二、填写",
        "左边是各部分，后面写着填到了哪一步。文字直接写或粘贴，灰色的提示说明这里该写什么；（一）（二）由程序编号。按 Tab 到下一处，Shift+Tab 回到上一处。",
        Picture::Sections,
    ),
    (
        "三、填表",
        "像在 Excel 里一样：方向键移动，Enter 向下，Tab 向右；可以从 Excel、WPS、网页整块粘贴。合计由程序计算。空白的单元格用“全表空白填 0”一次填好。",
        Picture::Table,
    ),
    (
        "四、检查",
        "右边的“检查结果”一边填一边更新：错误必须改，未填要补，待核请看一眼。点一条就到那个地方；F8 到下一条。确实没有错的，点“回答”写明理由。",
        Picture::Findings,
    ),
    (
        "五、确认",
        "从上年带来的内容都标着“待确认”：改过就算确认，没有变的按 F6。“上年”面板里能看到改动的年份和历年的数字。",
        Picture::Waiting,
    ),
    (
        "六、送审和印制",
        "“页面预览”就是印出来的样子。没有错误和未填之后，用“导出 PDF”或“打印”。报告随时可以保存，程序意外退出后会提示恢复。",
        Picture::Page,
    ),
];

#[derive(Debug, Clone, Copy)]
enum Picture {
    Start,
    Sections,
    Table,
    Findings,
    Waiting,
    Page,
}

/// The faces inside the program, what they are used for, and their licences in full.
const FACES: [(&str, &str); 3] = [
    (
        "思源黑体、思源宋体（Noto Sans CJK、Noto Serif CJK）：窗口、黑体、标题、页码，SIL OFL 1.1",
        include_str!("../../../assets/fonts/licences/NotoCJK-OFL-debian-copyright.txt"),
    ),
    (
        "由霞鹜文楷（LXGW WenKai）改名裁剪：楷体，SIL OFL 1.1",
        include_str!("../../../assets/fonts/licences/LXGWWenKai-OFL-debian-copyright.txt"),
    ),
    (
        "Fandol 仿宋：正文，GPL 3.0（含字体例外）",
        include_str!("../../../assets/fonts/licences/Fandol-COPYING.txt"),
    ),
];

/// Draws version and licences; `true` when the page should close.
pub fn about_ui(ui: &mut egui::Ui, look: &Look) -> bool {
    page_ui(ui, "关于", look, |ui| {
        let version = format!("年报 nianbao {}", env!("CARGO_PKG_VERSION"));
        ui.label(RichText::new(version).strong());
        ui.label("填写、检查、印制政府信息公开工作年度报告。不联网，报告只保存在这台电脑上。");
        ui.label("许可证：GPL-3.0 或更新版本。程序按原样提供，不作任何担保。");
        ui.label("程序里的库各有自己的许可证，全文随安装包附在许可证文件夹的 libraries.txt 里。");
        ui.add_space(look.sizes.gap);
        ui.label(RichText::new("程序里的字体").strong());
        for (name, licence) in FACES {
            egui::CollapsingHeader::new(name).show(ui, |ui| {
                // A licence stands in the words in which it was given.
                ui.label(RichText::new(licence).size(look.sizes.small - 1.0));
            });
        }
    })
}

/// Draws the instructions; `true` when the page should close.
pub fn guide_ui(ui: &mut egui::Ui, look: &Look) -> bool {
    page_ui(ui, "使用说明", look, |ui| {
        for (heading, text, picture) in STEPS {
            ui.horizontal_top(|ui| {
                picture_ui(ui, picture, look);
                ui.vertical(|ui| {
                    ui.label(RichText::new(heading).strong().color(look.colors.accent.0));
                    ui.label(text);
                });
            });
            ui.add_space(look.sizes.wide_gap);
        }
        ui.label(
            RichText::new("全部按键见“帮助”菜单里的“按键一览”（F1）。").color(look.colors.weak.0),
        );
    })
}

fn page_ui(
    ui: &mut egui::Ui,
    title: &str,
    look: &Look,
    content: impl FnOnce(&mut egui::Ui),
) -> bool {
    ui.heading(title);
    ui.add_space(look.sizes.gap);
    egui::ScrollArea::vertical()
        .max_height(ui.ctx().content_rect().height() - OTHERS)
        .show(ui, |ui| {
            // The bar at the right stands beside the text, not over it.
            ui.set_max_width(ui.available_width() - look.sizes.gap);
            content(ui);
        });
    ui.add_space(look.sizes.gap);
    ui.button("关闭").clicked()
}

/// A small drawing of the part of the window that a step is about.
fn picture_ui(ui: &mut egui::Ui, picture: Picture, look: &Look) {
    let (rect, _) = ui.allocate_exact_size(vec2(150.0, 96.0), Sense::hover());
    let painter = ui.painter_at(rect);
    let colors = &look.colors;
    painter.rect(
        rect,
        look.sizes.corner,
        colors.background.0,
        (1.0, colors.line.0),
        egui::StrokeKind::Inside,
    );
    let draw = Drawing {
        painter,
        rect: rect.shrink(10.0),
        look,
    };
    match picture {
        Picture::Start => draw.start(),
        Picture::Sections => draw.sections(),
        Picture::Table => draw.table(),
        Picture::Findings => draw.findings(),
        Picture::Waiting => draw.waiting(),
        Picture::Page => draw.page(),
    }
}

struct Drawing<'a> {
    painter: egui::Painter,
    rect: Rect,
    look: &'a Look,
}

impl Drawing<'_> {
    fn start(&self) {
        let width = (self.rect.width() - 12.0) / 3.0;
        for (index, word) in ["新建", "打开", "上年"].into_iter().enumerate() {
            let left = self.rect.left() + index as f32 * (width + 6.0);
            let card =
                Rect::from_min_size(Pos2::new(left, self.rect.top() + 16.0), vec2(width, 44.0));
            let is_first = index == 0;
            self.card(card, is_first);
            self.word(card.center(), Align2::CENTER_CENTER, word, is_first);
        }
    }

    fn sections(&self) {
        let signs = [Sign::Done, Sign::Half, Sign::Error, Sign::Empty];
        for (index, sign) in signs.into_iter().enumerate() {
            let top = self.rect.top() + index as f32 * 19.0;
            if index == 1 {
                let row = Rect::from_min_size(
                    Pos2::new(self.rect.left() - 4.0, top - 2.0),
                    vec2(self.rect.width() + 8.0, 19.0),
                );
                self.painter
                    .rect_filled(row, 3.0, self.look.colors.accent_soft.0);
            }
            self.sign(Pos2::new(self.rect.left(), top), sign);
            self.line(
                self.rect.left() + 22.0,
                top + 7.0,
                60.0 + (index % 2) as f32 * 24.0,
            );
        }
    }

    fn table(&self) {
        let (width, height) = (self.rect.width() / 4.0, self.rect.height() / 4.0);
        for row in 0..4u8 {
            for column in 0..4u8 {
                let cell = Rect::from_min_size(
                    self.rect.min + vec2(f32::from(column) * width, f32::from(row) * height),
                    vec2(width, height),
                );
                let fill = match (row, column) {
                    (0, _) | (_, 0) => self.look.colors.header.0,
                    (_, 3) => self.look.colors.computed.0,
                    _ => self.look.colors.field.0,
                };
                let stroke = (1.0, self.look.colors.rule.0);
                self.painter
                    .rect(cell, 0.0, fill, stroke, egui::StrokeKind::Middle);
                if row > 0 && column > 0 {
                    let figure = (row * 4 + column * (row + 1)) % 9;
                    let is_open = row == 2 && column == 2;
                    self.word(
                        cell.center(),
                        Align2::CENTER_CENTER,
                        &figure.to_string(),
                        is_open,
                    );
                    if is_open {
                        let stroke = (2.0, self.look.colors.accent.0);
                        self.painter
                            .rect_stroke(cell, 0.0, stroke, egui::StrokeKind::Inside);
                    }
                }
            }
        }
    }

    fn findings(&self) {
        let rows = [
            (Sign::Error, "错误"),
            (Sign::Unfilled, "未填"),
            (Sign::Question, "待核"),
        ];
        for (index, (sign, word)) in rows.into_iter().enumerate() {
            let top = self.rect.top() + 2.0 + index as f32 * 26.0;
            self.sign(Pos2::new(self.rect.left(), top), sign);
            let at = Pos2::new(self.rect.left() + 22.0, top + 7.0);
            self.word(at, Align2::LEFT_CENTER, word, false);
            self.line(self.rect.left() + 56.0, top + 7.0, 62.0);
        }
    }

    fn waiting(&self) {
        for row in 0..2u8 {
            self.line(
                self.rect.left(),
                self.rect.top() + 8.0 + f32::from(row) * 14.0,
                118.0 - f32::from(row) * 30.0,
            );
        }
        let top = self.rect.top() + 42.0;
        self.sign(Pos2::new(self.rect.left(), top), Sign::Question);
        let at = Pos2::new(self.rect.left() + 22.0, top + 7.0);
        self.word(at, Align2::LEFT_CENTER, "待确认", false);
        let button = Rect::from_min_size(
            Pos2::new(self.rect.right() - 46.0, top - 4.0),
            vec2(46.0, 22.0),
        );
        self.card(button, true);
        self.word(button.center(), Align2::CENTER_CENTER, "确认", true);
    }

    fn page(&self) {
        let paper = Rect::from_center_size(self.rect.center(), vec2(56.0, 78.0));
        let colors = &self.look.colors;
        self.painter.rect(
            paper,
            1.0,
            colors.paper.0,
            (1.0, colors.shadow.0),
            egui::StrokeKind::Outside,
        );
        for (row, width) in [26.0, 40.0, 40.0, 40.0, 34.0, 40.0, 22.0]
            .into_iter()
            .enumerate()
        {
            let left = match row {
                0 => paper.center().x - width / 2.0,
                _ => paper.left() + 8.0,
            };
            let start = Pos2::new(left, paper.top() + 12.0 + row as f32 * 8.5);
            let stroke = (
                if row == 0 { 3.0 } else { 1.4 },
                colors.ink.0.gamma_multiply(0.7),
            );
            self.painter
                .line_segment([start, start + vec2(width, 0.0)], stroke);
        }
    }

    fn card(&self, rect: Rect, lit: bool) {
        let colors = &self.look.colors;
        let (fill, line) = match lit {
            true => (colors.accent_soft.0, colors.accent.0),
            false => (colors.raised.0, colors.line.0),
        };
        self.painter
            .rect(rect, 3.0, fill, (1.0, line), egui::StrokeKind::Inside);
    }

    fn word(&self, at: Pos2, align: Align2, text: &str, lit: bool) {
        let colors = &self.look.colors;
        let color = if lit { colors.accent.0 } else { colors.text.0 };
        let font = FontId::proportional(self.look.sizes.small - 1.0);
        self.painter.text(at, align, text, font, color);
    }

    fn line(&self, left: f32, y: f32, width: f32) {
        let start = Pos2::new(left, y);
        let stroke = (3.0, self.look.colors.line.0);
        self.painter
            .line_segment([start, start + vec2(width, 0.0)], stroke);
    }

    fn sign(&self, at: Pos2, sign: Sign) {
        marks::paint(
            &self.painter,
            Rect::from_min_size(at, vec2(14.0, 14.0)),
            sign,
            self.look,
        );
    }
}
