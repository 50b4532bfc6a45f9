//! All that can be triggered, and the one place where it is done.

pub mod action;
pub mod candidates;
mod choices;
pub mod command;
pub mod context_menu;
pub mod input;
pub mod menus;
mod moves;
mod names;
pub mod orders;
pub mod route;
