//! nianbao: fills in, checks and prints the yearly 政府信息公开工作年度报告.

pub mod page;
pub mod document;
pub mod layout;
pub mod machine;
pub mod render;
