//! One section of the report as a sheet: texts in merged rows, tables cell by cell, ready to be printed.

use super::face_names::name_of;
use super::inner::Seen;
use super::xlsx_figure::{Written, formula, written};
use super::xlsx_inner::{seen_number, seen_text};
use crate::document::{Block, Cell, Content, Grid, Role, plain};
use crate::page::{CAPTION_GRAY, PageStyle, TextStyle, gray_hex};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Formula, Worksheet, XlsxError};

/// Dots of a screen a millimetre, by which widths of columns are counted.
const DOTS_PER_MM: f32 = 96.0 / 25.4;
/// Dots a point.
const DOTS_PER_PT: f32 = 96.0 / 72.0;
/// Height of a line as a share of its size, and what a row has beyond its lines.
const LINE: f32 = 1.35;
const ROW_PAD_PT: f32 = 5.0;
/// The highest row there may be.
const ROW_HIGHEST_PT: f32 = 409.0;
/// Characters of a text a row; a cell holds 32,767 units of two bytes.
const TEXT_LONGEST: usize = 16_000;
/// What a cell loses of its width to its edges, in dots.
const PAD_DOTS: f32 = 7.0;
const MM_PER_INCH: f64 = 25.4;
/// The paper's number: A4.
const PAPER: u8 = 9;

/// A sheet being filled from the top.
pub struct Sheet<'a> {
    page: &'a PageStyle,
    sheet: Worksheet,
    seen: &'a mut Seen,
    /// Shares of the columns; one of the whole width when there is no table.
    tracks: Vec<f32>,
    row: u32,
}

/// How a text that is no table's stands in its row.
struct Line {
    text: TextStyle,
    align: FormatAlign,
    indent: u8,
}

impl<'a> Sheet<'a> {
    pub fn new(page: &'a PageStyle, blocks: &[Block], seen: &'a mut Seen) -> Sheet<'a> {
        let tracks = blocks.iter().find_map(|block| match &block.content {
            Content::Grid(grid) => Some(grid.tracks.clone()),
            _ => None,
        });
        Sheet {
            page,
            sheet: Worksheet::new(),
            seen,
            tracks: tracks.unwrap_or_else(|| vec![1.0]),
            row: 0,
        }
    }

    /// Writes the blocks, one under the other.
    pub fn fill(&mut self, blocks: &[Block]) -> Result<(), XlsxError> {
        self.set_up()?;
        for block in blocks {
            let page = self.page;
            let line = |text, align, indent| Line {
                text,
                align,
                indent,
            };
            match &block.content {
                Content::Title(text) => {
                    let style = line(page.title, FormatAlign::Center, 0);
                    self.line(&plain(text), &style)?;
                }
                Content::Heading { level, text } => {
                    let index = usize::from((*level).max(1)) - 1;
                    let listed = page.headings.get(index).or(page.headings.last());
                    let text_style = listed.copied().unwrap_or(page.body);
                    self.line(&plain(text), &line(text_style, FormatAlign::Left, 0))?;
                }
                Content::Paragraph { number, text } => {
                    let text = plain(&format!("{number}{text}"));
                    self.line(&text, &line(page.body, FormatAlign::Left, 0))?;
                }
                Content::Note(text) => {
                    self.line(&plain(text), &line(page.note, FormatAlign::Left, 0))?;
                }
                Content::Signature(text) => {
                    self.line(&plain(text), &line(page.body, FormatAlign::Right, 2))?;
                }
                Content::Grid(grid) => self.grid(grid)?,
            }
        }
        Ok(())
    }

    /// The finished sheet.
    pub fn named(mut self, name: &str) -> Result<Worksheet, XlsxError> {
        self.sheet.set_name(name)?;
        Ok(self.sheet)
    }

    /// Paper, margins, widths of columns and the page number.
    fn set_up(&mut self) -> Result<(), XlsxError> {
        let page = self.page;
        let inches = |length_mm: f32| f64::from(length_mm) / MM_PER_INCH;
        let right_mm = page.paper_width_mm - page.margin_left_mm - page.type_width_mm;
        let bottom_mm = page.paper_height_mm - page.margin_top_mm - page.type_height_mm;
        let below_mm = bottom_mm - page.page_number_drop_mm;
        self.sheet
            // A total that is not known yet shows nothing, not 0.
            .set_formula_result_default("")
            .set_paper_size(PAPER)
            .set_portrait()
            .set_margins(
                inches(page.margin_left_mm),
                inches(right_mm),
                inches(page.margin_top_mm),
                inches(bottom_mm),
                inches(below_mm),
                inches(below_mm),
            )
            // A table is printed on one page, texts on as many as they need.
            .set_print_fit_to_pages(1, u16::from(self.tracks.len() > 1))
            .set_print_center_horizontally(true)
            .set_footer("&C— &P —")
            .set_screen_gridlines(false);
        let whole = self.width_dots();
        let tracks = self.tracks.clone();
        for (column, share) in (0_u16..).zip(&tracks) {
            let dots = (share * whole).round() as u32;
            self.sheet.set_column_width_pixels(column, dots)?;
        }
        Ok(())
    }

    fn width_dots(&self) -> f32 {
        self.page.type_width_mm * DOTS_PER_MM
    }

    /// A text over the whole width, in as many rows as hold it.
    fn line(&mut self, text: &str, line: &Line) -> Result<(), XlsxError> {
        let characters: Vec<char> = text.chars().collect();
        for piece in characters.chunks(TEXT_LONGEST) {
            self.row(&piece.iter().collect::<String>(), line)?;
        }
        Ok(())
    }

    fn row(&mut self, text: &str, line: &Line) -> Result<(), XlsxError> {
        let format = font(line.text)
            .set_text_wrap()
            .set_align(line.align)
            .set_align(FormatAlign::VerticalCenter)
            .set_indent(line.indent);
        self.span(self.row, 1, (0, self.tracks.len()), &format)?;
        self.sheet
            .write_string_with_format(self.row, 0, text, &format)?;
        seen_text(self.seen, (self.row, 0), text);
        let lines = lines(text, line.text.size_pt, self.width_dots());
        self.height(self.row, lines * line.text.size_pt * LINE + ROW_PAD_PT)?;
        self.row += 1;
        Ok(())
    }

    /// A table under what was written before.
    fn grid(&mut self, grid: &Grid) -> Result<(), XlsxError> {
        let top = self.row;
        for cell in in_reading_order(grid) {
            let row = top + cell.row as u32;
            let column = cell.track as u16;
            let format = self.cell_format(grid, cell);
            self.span(row, cell.row_span, (cell.track, cell.track_span), &format)?;
            match written(cell) {
                Written::Text(text) => {
                    self.sheet
                        .write_string_with_format(row, column, text, &format)?;
                    seen_text(self.seen, (row, u32::from(column)), text);
                }
                Written::Blank { code } => {
                    let format = format.set_num_format(code);
                    match formula(grid, cell, top) {
                        // It fills itself once its addends are there.
                        Some(sum) => {
                            let formula = Formula::new(sum);
                            self.sheet
                                .write_formula_with_format(row, column, formula, &format)?;
                        }
                        None => {
                            self.sheet.write_blank(row, column, &format)?;
                        }
                    }
                }
                Written::Number { number, code } => {
                    let format = format.set_num_format(&code);
                    match formula(grid, cell, top) {
                        Some(sum) => {
                            let formula = Formula::new(sum).set_result(number.to_string());
                            self.sheet
                                .write_formula_with_format(row, column, formula, &format)?;
                        }
                        None => {
                            self.sheet
                                .write_number_with_format(row, column, number, &format)?;
                        }
                    }
                    seen_number(self.seen, (row, u32::from(column)), number, &code);
                }
            }
        }
        self.row_heights(grid, top)?;
        if grid.header_rows > 0 {
            let header_end = top + grid.header_rows as u32;
            self.sheet.set_repeat_rows(top, header_end - 1)?;
            self.sheet.set_freeze_panes(header_end, 0)?;
        }
        self.row = top + grid.rows as u32;
        Ok(())
    }

    fn cell_format(&self, grid: &Grid, cell: &Cell) -> Format {
        let is_label = cell.role == Role::RowHeader && cell.row_span == 1 && grid.header_rows > 0;
        let text = match cell.role {
            Role::Caption | Role::Corner | Role::ColumnHeader => self.page.table_header,
            Role::RowHeader | Role::Figure | Role::Total => self.page.table,
        };
        let align = match is_label {
            true => FormatAlign::Left,
            false => FormatAlign::Center,
        };
        let format = font(text)
            .set_border(FormatBorder::Thin)
            .set_align(align)
            .set_align(FormatAlign::VerticalCenter);
        match cell.role {
            // A figure that is too wide gets smaller; Excel shows #### otherwise.
            Role::Figure | Role::Total => format.set_shrink(),
            Role::Caption => format
                .set_text_wrap()
                .set_background_color(format!("#{}", gray_hex(CAPTION_GRAY)).as_str()),
            _ => format.set_text_wrap(),
        }
    }

    /// Merges the cells that a text covers, when there are several.
    fn span(
        &mut self,
        row: u32,
        rows: usize,
        (track, tracks): (usize, usize),
        format: &Format,
    ) -> Result<(), XlsxError> {
        if rows > 1 || tracks > 1 {
            let last_row = row + rows.max(1) as u32 - 1;
            let (column, last_column) = (track as u16, (track + tracks.max(1) - 1) as u16);
            self.sheet
                .merge_range(row, column, last_row, last_column, "", format)?;
        }
        Ok(())
    }

    /// Rows as high as their texts need, because Excel does not reckon with merged cells.
    fn row_heights(&mut self, grid: &Grid, top: u32) -> Result<(), XlsxError> {
        let size_pt = self.page.table.size_pt;
        let whole = self.width_dots();
        let mut heights = vec![size_pt * LINE + ROW_PAD_PT; grid.rows];
        let mut cells: Vec<&Cell> = grid.cells.iter().collect();
        cells.sort_by_key(|cell| cell.row_span);
        for cell in cells {
            let shares = grid.tracks.iter().skip(cell.track).take(cell.track_span);
            let dots = shares.sum::<f32>() * whole;
            let lines = match cell.role {
                Role::Figure | Role::Total => 1.0,
                _ => lines(&cell.text, size_pt, dots),
            };
            let needed = lines * size_pt * LINE + ROW_PAD_PT;
            let end = (cell.row + cell.row_span).min(grid.rows);
            let Some(spanned) = heights.get_mut(cell.row..end) else {
                continue;
            };
            let lacking = needed - spanned.iter().sum::<f32>();
            if lacking > 0.0 && !spanned.is_empty() {
                let share = lacking / spanned.len() as f32;
                spanned.iter_mut().for_each(|height| *height += share);
            }
        }
        for (row, height) in (top..).zip(heights) {
            self.height(row, height)?;
        }
        Ok(())
    }

    fn height(&mut self, row: u32, height_pt: f32) -> Result<(), XlsxError> {
        let height = (height_pt * 4.0).round() / 4.0;
        self.sheet.set_row_height(row, height.min(ROW_HIGHEST_PT))?;
        Ok(())
    }
}

/// Cells by row, then by column, in which a reader of the file meets them.
fn in_reading_order(grid: &Grid) -> Vec<&Cell> {
    let mut cells: Vec<&Cell> = grid.cells.iter().collect();
    cells.sort_by_key(|cell| (cell.row, cell.track));
    cells
}

fn font(text: TextStyle) -> Format {
    Format::new()
        .set_font_name(name_of(text.face).official)
        .set_font_size(text.size_pt)
}

/// How many lines a text takes in a width; latin letters and digits are half as wide as others.
fn lines(text: &str, size_pt: f32, dots: f32) -> f32 {
    let em_dots = size_pt * DOTS_PER_PT;
    let a_line = ((dots - PAD_DOTS) / em_dots).floor().max(1.0);
    (super::docx_body::width_em(text) / a_line).ceil().max(1.0)
}
