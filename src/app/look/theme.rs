//! The look: colours and sizes from assets/theme.ron, and the faces.

use crate::layout::fonts::HEI;
use eframe::egui::{
    self, Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Stroke, TextStyle,
};
use serde::Deserialize;
use std::sync::Arc;
use thiserror::Error;

/// The look as its file writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    pub light: Palette,
    pub dark: Palette,
    pub sizes: Sizes,
}

/// The colours of one theme and the sizes of both: what widgets draw with.
#[derive(Debug, Clone)]
pub struct Look {
    pub colors: Palette,
    pub sizes: Sizes,
}

/// Every colour, by what it is for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Palette {
    pub background: Color,
    pub panel: Color,
    pub raised: Color,
    pub field: Color,
    pub text: Color,
    pub weak: Color,
    pub hint: Color,
    pub line: Color,
    pub accent: Color,
    pub accent_soft: Color,
    pub on_accent: Color,
    pub hover: Color,
    pub error: Color,
    pub error_soft: Color,
    pub unfilled: Color,
    pub unfilled_soft: Color,
    pub question: Color,
    pub question_soft: Color,
    pub good: Color,
    pub good_soft: Color,
    pub header: Color,
    /// Captions over the bands of a table.
    pub caption: Color,
    /// Rules of a table.
    pub rule: Color,
    pub computed: Color,
    pub computed_text: Color,
    pub selection: Color,
    pub paper: Color,
    pub ink: Color,
    pub desk: Color,
    pub shadow: Color,
}

/// Sizes in points of the window.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sizes {
    pub title: f32,
    pub heading: f32,
    pub body: f32,
    pub small: f32,
    pub gap: f32,
    pub wide_gap: f32,
    pub margin: f32,
    pub button_height: f32,
    pub corner: f32,
    pub left_width: f32,
    pub right_width: f32,
    /// The widest a column of prose gets.
    pub prose_width: f32,
    /// Line height of prose, in its size.
    pub prose_line: f32,
    pub table_text: f32,
    pub table_row: f32,
    pub table_rule: f32,
}

/// The look cannot be read.
#[derive(Debug, Error)]
#[error("外观文件 theme.ron 写法有误：{0}")]
pub struct ThemeError(#[from] ron::error::SpannedError);

/// A colour written as `#rrggbb`; draws as [`Color32`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color(pub Color32);

impl Theme {
    /// The look that comes with the program.
    ///
    /// # Errors
    /// When assets/theme.ron is faulty, which the tests exclude.
    pub fn built_in() -> Result<Theme, ThemeError> {
        Ok(ron::from_str(include_str!("../../../assets/theme.ron"))?)
    }

    pub fn look(&self, theme: egui::Theme) -> Look {
        let colors = match theme {
            egui::Theme::Light => &self.light,
            egui::Theme::Dark => &self.dark,
        };
        Look {
            colors: colors.clone(),
            sizes: self.sizes,
        }
    }

    /// Gives egui the faces, and both themes their colours and sizes.
    pub fn apply(&self, ctx: &egui::Context) {
        ctx.set_fonts(faces());
        for theme in [egui::Theme::Light, egui::Theme::Dark] {
            let look = self.look(theme);
            ctx.style_mut_of(theme, |style| look.dress(style));
        }
    }
}

impl Look {
    fn dress(&self, style: &mut egui::Style) {
        let sizes = &self.sizes;
        for (name, size) in [
            (TextStyle::Small, sizes.small),
            (TextStyle::Body, sizes.body),
            (TextStyle::Button, sizes.body),
            (TextStyle::Monospace, sizes.body),
            (TextStyle::Heading, sizes.heading),
        ] {
            style
                .text_styles
                .insert(name, FontId::new(size, FontFamily::Proportional));
        }
        style.spacing.item_spacing = egui::vec2(sizes.gap, sizes.gap);
        style.spacing.button_padding = egui::vec2(12.0, 5.0);
        style.spacing.interact_size.y = sizes.button_height;
        style.spacing.menu_margin = egui::Margin::same(6);
        self.dress_visuals(&mut style.visuals);
    }

    fn dress_visuals(&self, visuals: &mut egui::Visuals) {
        let colors = &self.colors;
        let line = Stroke::new(1.0, colors.line.0);
        let corner = CornerRadius::same(self.sizes.corner as u8);
        visuals.panel_fill = colors.panel.0;
        visuals.window_fill = colors.raised.0;
        visuals.window_stroke = line;
        visuals.window_corner_radius = corner;
        visuals.menu_corner_radius = corner;
        visuals.extreme_bg_color = colors.field.0;
        visuals.text_edit_bg_color = Some(colors.field.0);
        visuals.faint_bg_color = colors.header.0;
        visuals.hyperlink_color = colors.accent.0;
        visuals.error_fg_color = colors.error.0;
        visuals.warn_fg_color = colors.unfilled.0;
        visuals.weak_text_color = Some(colors.weak.0);
        visuals.selection.bg_fill = colors.selection.0;
        visuals.selection.stroke = Stroke::new(1.5, colors.accent.0);
        let widgets = &mut visuals.widgets;
        for (state, fill, frame) in [
            (&mut widgets.noninteractive, colors.panel.0, colors.line.0),
            (&mut widgets.inactive, colors.raised.0, colors.line.0),
            // The accent is left to what has the keyboard.
            (&mut widgets.hovered, colors.hover.0, colors.rule.0),
            (&mut widgets.active, colors.accent_soft.0, colors.accent.0),
            (&mut widgets.open, colors.hover.0, colors.line.0),
        ] {
            state.bg_fill = fill;
            state.weak_bg_fill = fill;
            state.bg_stroke = Stroke::new(1.0, frame);
            state.fg_stroke = Stroke::new(1.0, colors.text.0);
            state.corner_radius = corner;
            state.expansion = 0.0;
        }
    }
}

impl std::ops::Deref for Color {
    type Target = Color32;

    fn deref(&self) -> &Color32 {
        &self.0
    }
}

impl From<Color> for Color32 {
    fn from(color: Color) -> Color32 {
        color.0
    }
}

impl<'de> Deserialize<'de> for Color {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Color, D::Error> {
        let text = String::deserialize(deserializer)?;
        Color32::from_hex(&text)
            .map(Color)
            .map_err(|_| serde::de::Error::custom(format!("颜色 {text} 应当写作 #rrggbb")))
    }
}

/// The bundled 黑体 in front of egui's own faces.
fn faces() -> FontDefinitions {
    let mut faces = FontDefinitions::default();
    let hei = FontData::from_static(HEI);
    faces.font_data.insert("hei".to_owned(), Arc::new(hei));
    for family in [FontFamily::Proportional, FontFamily::Monospace] {
        faces
            .families
            .entry(family)
            .or_default()
            .insert(0, "hei".to_owned());
    }
    faces
}
