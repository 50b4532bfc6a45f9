//! What a form must not hold: ids that no file can name, labels without a word, measures that no page has.

use super::axis::{self, Header};
use super::read::Problem;
use super::{Band, Form, Kind, Section, SectionContent, Table};
use crate::page::{PageStyle, TextStyle};
use crate::place::Id;
use std::collections::HashSet;

/// Far more than any form has; more than these would only make the program slow.
const MOST_SECTIONS: usize = 60;
const MOST_BANDS: usize = 60;
const MOST_COLUMNS: usize = 40;
const MOST_ROWS: usize = 400;
const MOST_CELLS: usize = 6_000;
const MOST_LEVELS: usize = 8;
const LONGEST_LABEL: usize = 200;
const LONGEST_TEXT: usize = 2_000;

/// Everything wrong with a form that can be seen without knowing its cells.
pub(super) fn lint(form: &Form) -> Vec<Problem> {
    let mut lint = Lint::default();
    lint.head(form);
    lint.page(&form.page);
    for section in &form.sections {
        lint.section(section);
    }
    for table in &form.tables {
        lint.table(form, table);
    }
    lint.rules(form);
    lint.problems
}

#[derive(Default)]
pub(super) struct Lint {
    problems: Vec<Problem>,
}

impl Lint {
    pub(super) fn problem(&mut self, place: &str, reason: impl Into<String>) {
        self.problems.push(Problem {
            place: place.to_owned(),
            reason: reason.into(),
        });
    }

    fn id(&mut self, place: &str, id: &str) {
        if Id::parse(id).is_none() {
            let reason = format!("编号“{id}”只能由英文字母、数字和下划线组成，不能是空的");
            self.problem(place, reason);
        }
    }

    pub(super) fn unique<'a>(&mut self, place: &str, ids: impl IntoIterator<Item = &'a str>) {
        let mut seen = HashSet::new();
        for id in ids {
            self.id(place, id);
            if !seen.insert(id) {
                self.problem(place, format!("编号 {id} 用了两次，请改其中一个"));
            }
        }
    }

    pub(super) fn at_most(&mut self, place: &str, what: &str, count: usize, most: usize) {
        if count > most {
            self.problem(place, format!("{what}有 {count} 个，最多可以有 {most} 个"));
        }
    }

    /// A label must hold a word: what has none cannot be found again in a published report.
    fn label(&mut self, place: &str, label: &str) {
        if !label.chars().any(char::is_alphanumeric) {
            let reason = format!("“{label}”里没有文字，标题和名称至少要有一个字");
            self.problem(place, reason);
        }
        self.line(place, label, LONGEST_LABEL);
    }

    fn label_or_none(&mut self, place: &str, label: &str) {
        if !label.is_empty() {
            self.label(place, label);
        }
    }

    fn line(&mut self, place: &str, text: &str, longest: usize) {
        let length = text.chars().count();
        if length > longest {
            self.problem(place, format!("有 {length} 个字，最多可以有 {longest} 个"));
        }
        if text.chars().any(char::is_control) {
            let reason = format!("“{}”里有换行或控制字符，请删去", text.escape_debug());
            self.problem(place, reason);
        }
    }

    pub(super) fn words<'a>(&mut self, place: &str, words: impl IntoIterator<Item = &'a String>) {
        for word in words {
            if word.trim().is_empty() {
                self.problem(place, "词语不能是空的，请删去它");
            }
            self.line(place, word, LONGEST_LABEL);
        }
    }

    fn head(&mut self, form: &Form) {
        self.id("id", &form.id);
        self.label("name", &form.name);
        self.line("law", &form.law, LONGEST_TEXT);
        if form.titles.is_empty() {
            self.problem("titles", "至少要有一种标题写法");
        }
        for title in &form.titles {
            self.line("titles", title, LONGEST_LABEL);
            for slot in ["{agency}", "{year}"] {
                if title.matches(slot).count() != 1 {
                    let reason = format!("标题“{title}”里应当恰好有一个 {slot}");
                    self.problem("titles", reason);
                }
            }
            if !title.ends_with(&form.title_end) {
                let problem = format!("“{title}”不以 title_end 的“{}”结尾", form.title_end);
                self.problem("titles", problem);
            }
        }
        if form.sections.is_empty() {
            self.problem("sections", "至少要有一个部分");
        }
        self.at_most("sections", "部分", form.sections.len(), MOST_SECTIONS);
        self.unique("sections", form.sections.iter().map(|s| s.id.as_str()));
        self.at_most("tables", "表格", form.tables.len(), MOST_SECTIONS);
        self.unique("tables", form.tables.iter().map(|t| t.id.as_str()));
        self.unique("trends", form.trends.iter().map(|t| t.id.as_str()));
    }

    fn page(&mut self, page: &PageStyle) {
        // From a stamp to a poster; anything else is a slip of the pen.
        const PAPER_MM: (f32, f32) = (50.0, 2_000.0);
        let before = self.problems.len();
        let mut within = |name: &str, value: f32, (least, most): (f32, f32)| {
            // Not a number is within no bounds.
            if !(least..=most).contains(&value) {
                let reason = format!("{value} 不在 {least} 至 {most} 之间");
                self.problem(&format!("page.{name}"), reason);
            }
        };
        within("paper_width_mm", page.paper_width_mm, PAPER_MM);
        within("paper_height_mm", page.paper_height_mm, PAPER_MM);
        within("margin_top_mm", page.margin_top_mm, (0.0, 1_000.0));
        within("margin_left_mm", page.margin_left_mm, (0.0, 1_000.0));
        within("type_width_mm", page.type_width_mm, (40.0, 2_000.0));
        within("type_height_mm", page.type_height_mm, (40.0, 2_000.0));
        within(
            "page_number_drop_mm",
            page.page_number_drop_mm,
            (0.0, 500.0),
        );
        within("rule_pt", page.rule_pt, (0.05, 10.0));
        within("lines", page.lines as f32, (2.0, 200.0));
        within("characters", page.characters as f32, (4.0, 200.0));
        if self.problems.len() > before {
            return;
        }
        if page.margin_left_mm + page.type_width_mm > page.paper_width_mm
            || page.margin_top_mm + page.type_height_mm > page.paper_height_mm
        {
            self.problem("page", "版心加上页边超出了纸张，请改小版心或页边");
        }
        let headings = page.headings.iter().map(|style| ("headings", style));
        let others: [(&str, &TextStyle); 6] = [
            ("title", &page.title),
            ("body", &page.body),
            ("table", &page.table),
            ("table_header", &page.table_header),
            ("note", &page.note),
            ("page_number", &page.page_number),
        ];
        // Four characters stand in a line and four lines on a page, or nothing can be set.
        let most_pt = page.line_pitch_pt().max(page.character_pitch_pt()) * 2.0;
        for (name, style) in others.into_iter().chain(headings) {
            if !(4.0..=most_pt).contains(&style.size_pt) {
                let size = style.size_pt;
                let reason = format!("字号 {size} 磅不在 4 磅至 {most_pt:.0} 磅之间");
                self.problem(&format!("page.{name}"), reason);
            }
        }
    }

    fn section(&mut self, section: &Section) {
        let place = format!("sections.{}", section.id);
        self.label(&place, &section.number);
        self.label(&place, &section.heading);
        for alias in &section.aliases {
            self.label(&place, alias);
        }
        let SectionContent::Prose {
            guidance,
            usual,
            parts,
        } = &section.content
        else {
            return;
        };
        self.guidance(&place, guidance, *usual);
        self.at_most(&place, "部分", parts.len(), MOST_SECTIONS);
        self.unique(&place, parts.iter().map(|part| part.id.as_str()));
        for part in parts {
            let place = format!("{place}.{}", part.id);
            self.label(&place, &part.heading);
            for alias in &part.aliases {
                self.label(&place, alias);
            }
            self.guidance(&place, &part.guidance, part.usual);
        }
    }

    fn guidance(&mut self, place: &str, guidance: &str, (from, to): (u32, u32)) {
        self.line(place, guidance, LONGEST_TEXT);
        if from > to {
            self.problem(
                place,
                format!("usual 的 {from} 大于 {to}，请把小的写在前面"),
            );
        }
    }

    fn table(&mut self, form: &Form, table: &Table) {
        let place = format!("tables.{}", table.id);
        let shows = |section: &&Section| matches!(&section.content, SectionContent::Table(id) if *id == table.id);
        let sections = form.sections.iter().filter(shows).count();
        if sections != 1 {
            let reason = format!("这张表应当恰好放在一个部分里，现在放在 {sections} 个部分里");
            self.problem(&place, reason);
        }
        if table.bands.is_empty() {
            self.problem(&place, "至少要有一个表块（bands）");
        }
        self.at_most(&place, "表块", table.bands.len(), MOST_BANDS);
        let mut cells = 0;
        for (index, band) in table.bands.iter().enumerate() {
            let place = format!("{place}.bands[{index}]");
            let (rows, columns) = (axis::leaves(&band.rows), axis::leaves(&band.columns));
            cells += rows.len() * columns.len();
            self.at_most(&place, "行", rows.len(), MOST_ROWS);
            self.at_most(&place, "列", columns.len(), MOST_COLUMNS);
            self.band(&place, band);
        }
        self.at_most(&place, "单元格", cells, MOST_CELLS);
    }

    fn band(&mut self, place: &str, band: &Band) {
        self.label_or_none(place, &band.caption);
        self.label_or_none(place, &band.corner);
        self.label_or_none(place, &band.over_columns);
        for (name, axis) in [("rows", &band.rows), ("columns", &band.columns)] {
            let place = format!("{place}.{name}");
            if axis.is_empty() {
                self.problem(&place, "至少要有一项");
            }
            let levels = axis::depth(axis);
            self.at_most(&place, "标题的级", levels, MOST_LEVELS);
            let is_unlabelled = name == "rows" && band.stub_widths.is_empty();
            self.headers(&place, axis, is_unlabelled);
            let mut seen = HashSet::new();
            for (labels, _) in axis::leaves(axis) {
                if !seen.insert(labels.clone()) {
                    let reason = format!("“{}”用了两次，请改其中一个标题", labels.join("/"));
                    self.problem(&place, reason);
                }
            }
        }
        self.widths(place, band);
    }

    fn headers(&mut self, place: &str, headers: &[Header], is_unlabelled: bool) {
        for header in headers {
            match is_unlabelled {
                true => self.label_or_none(place, &header.label),
                false => self.label(place, &header.label),
            }
            self.label_or_none(place, &header.short);
            for alias in &header.aliases {
                self.label(place, alias);
            }
            if !header.is_leaf() && header.formula.is_some() {
                let reason = format!(
                    "“{}”下面还有分项，公式（formula）应当写在最下一级",
                    header.label
                );
                self.problem(place, reason);
            }
            if let Kind::Money { unit, decimals } = &header.kind {
                self.label(place, unit);
                if *decimals > 8 {
                    self.problem(place, format!("保留 {decimals} 位小数，最多可以保留 8 位"));
                }
            }
            self.headers(place, &header.children, is_unlabelled);
        }
    }

    fn widths(&mut self, place: &str, band: &Band) {
        let columns = axis::leaves(&band.columns).len();
        if !band.column_widths.is_empty() && band.column_widths.len() != columns {
            let given = band.column_widths.len();
            let reason = format!("有 {columns} 列，column_widths 却有 {given} 个");
            self.problem(place, reason);
        }
        let levels = axis::depth(&band.rows);
        if !band.stub_widths.is_empty() && band.stub_widths.len() != levels {
            let given = band.stub_widths.len();
            let reason = format!("行标题有 {levels} 级，stub_widths 却有 {given} 个");
            self.problem(place, reason);
        }
        let even = vec![1.0; columns];
        let own = match band.column_widths.is_empty() {
            true => &even,
            false => &band.column_widths,
        };
        let widths = || band.stub_widths.iter().chain(own);
        let whole: f32 = widths().sum();
        for width in widths() {
            // Not a number is no width either.
            let is_width = width.is_finite() && *width > 0.0 && *width >= whole / 200.0;
            if !is_width {
                let reason = format!("宽度 {width} 太小、太大或不是正数");
                self.problem(place, reason);
                return;
            }
        }
    }
}
