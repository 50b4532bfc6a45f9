//! The chart over the years: new requests, outcomes and what is carried over; it can be copied as a picture.

use crate::app::look::theme::Look;
use crate::report::{Entry, PastYear, Sum};
use crate::session::state::State;
use crate::template::{Forms, Template};
use eframe::egui::{
    self, Color32, ColorImage, Rect, RichText, ScreenshotCallback, ViewportCommand,
};
use egui_plot::{HoverPosition, Legend, Line, MarkerShape, Plot, PlotPoints, Points};
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
    let plot = Plot::new("trends")
        .height(260.0)
        .legend(Legend::default())
        .allow_scroll(false)
        .allow_zoom(false)
        .allow_drag(false)
        .include_y(0.0)
        .x_axis_formatter(|mark, _| match mark.value.fract().abs() < 1e-6 {
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
    if asks {
        copy_picture(ui.ctx(), shown.response.rect.intersect(ui.clip_rect()));
    }
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
    palette[index % palette.len()]
}
