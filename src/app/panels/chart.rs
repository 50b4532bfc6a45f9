//! The chart over the years: new requests, outcomes and what is carried over; it can be copied as a picture.

use crate::app::look::theme::Look;
use crate::report::{Entry, PastYear, Sum};
use crate::session::state::State;
use crate::template::{Forms, Template};
use eframe::egui::{
    self, Color32, ColorImage, Rect, RichText, ScreenshotCallback, ViewportCommand,
};
use egui_plot::{GridMark, HoverPosition, Line, MarkerShape, Plot, PlotPoints, Points};
use rust_decimal::prelude::ToPrimitive;
use std::sync::Arc;

/// What the chart keeps between frames.
#[derive(Debug, Default)]
pub struct ChartMemory {
    /// As of a revision of the report.
    lines: Option<(u64, Vec<TrendLine>)>,
}

/// One line of the chart: the years in order, and the figure where it is known.
#[derive(Debug, Clone, PartialEq)]
pub struct TrendLine {
    pub label: String,
    pub points: Vec<(u16, f64)>,
}

/// The lines of the form over every year that the report knows, this year last. Each year is added up as its own form
/// says, so that a row that was split later stays comparable.
pub fn trend_lines(template: &Template, forms: &Forms, years: &[PastYear]) -> Vec<TrendLine> {
    let mut years: Vec<&PastYear> = years.iter().collect();
    years.sort_by_key(|past| past.year);
    let forms: Vec<Option<Arc<Template>>> = years
        .iter()
        .map(|past| match past.template == template.form.id {
            true => None,
            false => forms.get(&past.template).ok(),
        })
        .collect();
    let trends = template.form.trends.iter();
    trends
        .map(|trend| {
            let points = years.iter().zip(&forms).filter_map(|(past, form)| {
                let form = form.as_deref().unwrap_or(template);
                let own = form.form.trends.iter().find(|own| own.id == trend.id)?;
                let values = own
                    .sum
                    .iter()
                    .map(|address| (false, past.figures.get(address).and_then(Entry::value)));
                Some((past.year, Sum::of(values).known()?.to_f64()?))
            });
            TrendLine {
                label: trend.label.clone(),
                points: points.collect(),
            }
        })
        .collect()
}

/// Draws the chart with its button.
pub fn chart_ui(ui: &mut egui::Ui, state: &State, memory: &mut ChartMemory, look: &Look) {
    if memory
        .lines
        .as_ref()
        .is_none_or(|(revision, _)| *revision != state.revision())
    {
        let mut years = state.report().history.clone();
        years.push(state.report().as_past_year(state.template()));
        memory.lines = Some((
            state.revision(),
            trend_lines(state.template(), state.forms(), &years),
        ));
    }
    let lines = memory.lines.as_ref().map_or(&[][..], |(_, lines)| lines);
    let asks = ui
        .horizontal(|ui| {
            ui.label(RichText::new("历年申请").strong());
            ui.button("复制为图片").clicked()
        })
        .inner;
    let years = lines
        .iter()
        .flat_map(|line| line.points.iter().map(|(year, _)| *year));
    let Some((first, last)) = years.clone().min().zip(years.max()) else {
        ui.label(weak("还没有可以画成图的数字", look));
        return;
    };
    let beside = ui.available_width() > LEGEND + LEAST_PLOT;
    let mut picture = ui.min_rect();
    ui.horizontal_top(|ui| {
        let width = match beside {
            true => ui.available_width() - LEGEND,
            false => ui.available_width(),
        };
        picture = plot_ui(ui, lines, (first, last), width, look);
        if beside {
            ui.vertical(|ui| legend_ui(ui, lines, look));
            picture = picture.union(ui.min_rect());
        }
    });
    if !beside {
        let rows = ui.scope(|ui| legend_ui(ui, lines, look));
        picture = picture.union(rows.response.rect);
    }
    if asks {
        copy_picture(ui.ctx(), picture.intersect(ui.clip_rect()));
    }
}

/// Room for the legend beside the chart, and the least the chart needs itself, in points.
const LEGEND: f32 = 132.0;
const LEAST_PLOT: f32 = 300.0;

/// Draws the lines over whole years, each with half a year around it, so that a single year has room as well.
fn plot_ui(
    ui: &mut egui::Ui,
    lines: &[TrendLine],
    (first, last): (u16, u16),
    width: f32,
    look: &Look,
) -> Rect {
    let plot = Plot::new("trends")
        .height(260.0)
        .width(width)
        .allow_scroll(false)
        .allow_zoom(false)
        .allow_drag(false)
        .include_x(f64::from(first) - 0.5)
        .include_x(f64::from(last) + 0.5)
        .include_y(0.0)
        .include_y(1.0)
        .x_grid_spacer(move |_| {
            let years = first..=last;
            years
                .map(|year| GridMark {
                    value: f64::from(year),
                    step_size: 1.0,
                })
                .collect()
        })
        .x_axis_formatter(|mark, _| format!("{:.0}", mark.value))
        .y_axis_formatter(|mark, _| match mark.value.fract().abs() < 1e-6 {
            true => format!("{:.0}", mark.value),
            false => String::new(),
        });
    let plot = plot.label_formatter(|at| match at {
        HoverPosition::NearDataPoint {
            plot_name,
            position,
            ..
        } => Some(format!(
            "{plot_name} {:.0} 年：{:.0}",
            position.x, position.y
        )),
        HoverPosition::Elsewhere { .. } => None,
    });
    let shown = plot.show(ui, |plot| {
        for (index, line) in lines
            .iter()
            .enumerate()
            .filter(|(_, line)| !line.points.is_empty())
        {
            let color = color_of(index, look);
            let marker = MarkerShape::all().nth(index).unwrap_or(MarkerShape::Circle);
            let points: Vec<[f64; 2]> = line
                .points
                .iter()
                .map(|(year, y)| [f64::from(*year), *y])
                .collect();
            plot.line(Line::new(&line.label, PlotPoints::from(points.clone())).color(color));
            plot.points(
                Points::new(&line.label, points)
                    .color(color)
                    .shape(marker)
                    .radius(3.0),
            );
        }
    });
    shown.response.rect
}

/// The lines by colour and marker.
fn legend_ui(ui: &mut egui::Ui, lines: &[TrendLine], look: &Look) {
    let drawn = lines.iter().enumerate();
    for (index, line) in drawn.filter(|(_, line)| !line.points.is_empty()) {
        let (colour, side) = (color_of(index, look), look.sizes.small);
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(egui::vec2(18.0, side), egui::Sense::hover());
            let middle = rect.y_range().center();
            ui.painter().hline(rect.x_range(), middle, (2.0, colour));
            ui.painter().circle_filled(rect.center(), 3.5, colour);
            ui.label(RichText::new(&line.label).size(side).color(colour));
        });
    }
}

fn weak(text: &str, look: &Look) -> RichText {
    RichText::new(text)
        .size(look.sizes.small)
        .color(look.colors.weak.0)
}

/// Puts a part of the window on the clipboard as a picture, once the picture of the window has come.
fn copy_picture(ctx: &egui::Context, part: Rect) {
    let (window, scale) = (ctx.clone(), ctx.pixels_per_point());
    let copy = move |picture: Arc<ColorImage>| {
        let pixel = |points: f32, most: usize| ((points * scale).max(0.0) as usize).min(most);
        let [width, height] = picture.size;
        let (left, right) = (pixel(part.left(), width), pixel(part.right(), width));
        let (top, bottom) = (pixel(part.top(), height), pixel(part.bottom(), height));
        if left < right && top < bottom {
            let size = [right - left, bottom - top];
            window.copy_image(picture.region_by_pixels([left, top], size));
            window.request_repaint();
        }
    };
    ctx.send_viewport_cmd(ViewportCommand::Screenshot(ScreenshotCallback::new(copy)));
}

/// Colours of the look that are told apart in light and dark; the markers differ as well.
fn color_of(index: usize, look: &Look) -> Color32 {
    let colors = &look.colors;
    let palette = [
        colors.accent.0,
        colors.good.0,
        colors.unfilled.0,
        colors.error.0,
        colors.question.0,
        colors.weak.0,
        colors.computed_text.0,
        colors.text.0,
    ];
    let mut colors = palette.into_iter().cycle();
    colors.nth(index).unwrap_or(look.colors.text.0)
}
