//! What was typed after `nianbao-cli`: the command, its files and options, or a sentence that says what is wrong.

use super::Failure;
use super::manual::manual;
use crate::render::format::{FORMATS, Format};
use lexopt::{Arg, Parser};
use std::ffi::OsString;
use std::path::PathBuf;

/// The commands of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subcommand {
    New,
    Import,
    Values,
    Check,
    Next,
    Export,
    Rules,
}

/// What to do: run a command, or print a text that was asked for.
pub enum Parsed {
    Subcommand(Subcommand, Arguments),
    Text(String),
}

#[derive(Debug, Default)]
pub struct Arguments {
    pub files: Vec<PathBuf>,
    pub output: Option<PathBuf>,
    pub agency: Option<String>,
    pub year: Option<u16>,
    pub template: Option<OsString>,
    pub prior: Option<PathBuf>,
    /// Ids of rules whose questions are left out.
    pub without: Vec<String>,
    pub date: Option<String>,
    pub json: bool,
    pub entered: bool,
    pub official_faces: bool,
    pub plain: bool,
    pub untagged: bool,
    pub force: bool,
    pub verbose: bool,
    /// Which of several reports in one source, counted from 1.
    pub report: Option<usize>,
}

/// One command as `--help` and the manual page tell it.
pub struct Usage {
    command: Subcommand,
    pub name: &'static str,
    pub line: &'static str,
    pub about: &'static str,
    pub options: &'static [&'static str],
    /// Fewest and most files it takes.
    files: (usize, usize),
}

/// What the program is, in one line.
pub const ABOUT: &str = "填写、检查、打印政府信息公开工作年度报告";

/// What the exit codes mean.
pub const EXIT_CODES: &str = "0 正常；1 检查出错误或未填；2 读不出、写不成或参数有误。";

/// All commands.
pub const COMMANDS: [Usage; 7] = [
    Usage {
        command: Subcommand::New,
        name: "new",
        line: "new --agency 单位 --year 年度 [--template 格式] -o 文件",
        about: "新建一份空白报告",
        options: &["agency", "year", "template", "output", "force"],
        files: (0, 0),
    },
    Usage {
        command: Subcommand::Import,
        name: "import",
        line: "import 来源 -o 文件 [--template 格式] [--report 序号] [--verbose]",
        about: "读入一份已发布的报告，并说明填了什么、空着什么、什么需要核对",
        options: &["template", "output", "report", "verbose", "force"],
        files: (1, 1),
    },
    Usage {
        command: Subcommand::Values,
        name: "values",
        line: "values 文件 [--json] [--entered] [--template 格式]",
        about: "列出每个单元格的地址和数字，空白的不列",
        options: &["json", "entered", "template"],
        files: (1, 1),
    },
    Usage {
        command: Subcommand::Check,
        name: "check",
        line: "check 文件… [--prior 上年报告] [--without 规则]… [--json] [--template 格式]",
        about: "按格式的勾稽关系检查，列出全部错误、未填和疑问",
        options: &["json", "prior", "without", "template"],
        files: (1, usize::MAX),
    },
    Usage {
        command: Subcommand::Next,
        name: "next",
        line: "next 上年报告 -o 文件 [--year 年度] [--template 格式]",
        about: "以上年报告为起点，生成下一年的报告，并说明带来了什么、改动了哪些年份；上年报告也可以是已发布的报告",
        options: &["year", "template", "output", "force"],
        files: (1, 1),
    },
    Usage {
        command: Subcommand::Export,
        name: "export",
        line: "export 文件 -o 输出文件 [--date 日期] [--official-faces] [--plain] [--untagged] [--template 格式]",
        about: "导出为 PDF、Word 等格式，按输出文件的后缀决定",
        options: &[
            "output",
            "date",
            "official-faces",
            "plain",
            "untagged",
            "template",
            "force",
        ],
        files: (1, 1),
    },
    Usage {
        command: Subcommand::Rules,
        name: "rules",
        line: "rules [--json] [--template 格式]",
        about: "列出格式的全部规则：编号、级别、说明、依据、处理办法和例子",
        options: &["json", "template"],
        files: (0, 0),
    },
];

/// All options: the name, how it is written and what it does.
pub const OPTIONS: [(&str, &str, &str); 15] = [
    (
        "output",
        "-o, --output 文件",
        "写到这个文件；已存在的文件不会被覆盖",
    ),
    ("force", "    --force", "允许覆盖已存在的文件"),
    ("agency", "    --agency 单位", "发布报告的行政机关全称"),
    ("year", "    --year 年度", "报告的年度，如 2024"),
    (
        "template",
        "    --template 格式",
        "自带格式的编号，或格式文件（.ron）的路径",
    ),
    (
        "prior",
        "    --prior 上年报告",
        "与上年报告核对结转和累计的数字；可以是已发布的报告",
    ),
    (
        "without",
        "    --without 规则",
        "这次不问这条规则（编号见 rules）；可以写几次。报告文件里 rules_off: [\"编号\"] 停用的规则也不问",
    ),
    ("json", "    --json", "以 JSON 输出"),
    (
        "verbose",
        "    --verbose",
        "逐条列出没有读出的和存疑的，不归并",
    ),
    (
        "report",
        "    --report 序号",
        "来源里有几份报告时，读第几份",
    ),
    ("entered", "    --entered", "只列录入的单元格，不列合计"),
    (
        "date",
        "    --date 日期",
        "写进文件的日期，如 2025-01-20；不写则取报告文件的修改时间",
    ),
    (
        "official-faces",
        "    --official-faces",
        "PDF 用本机安装的方正小标宋、仿宋、楷体、黑体",
    ),
    (
        "plain",
        "    --plain",
        "文件里不附报告数据；以后打开它时，只能按看得见的内容重新导入",
    ),
    (
        "untagged",
        "    --untagged",
        "PDF 不加结构标签，文件略小；读屏软件和长期存档需要标签",
    ),
];

/// Reads the arguments after the program's name.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Parsed, Failure> {
    let mut parser = Parser::from_args(arguments);
    let mut usage: Option<&Usage> = None;
    let mut found = Arguments::default();
    loop {
        let argument = parser
            .next()
            .map_err(|error| wrong(usage, &in_chinese(&error)))?;
        let Some(argument) = argument else { break };
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Parsed::Text(help(usage))),
            Arg::Short('V') | Arg::Long("version") => return Ok(Parsed::Text(version())),
            Arg::Value(word) => match usage {
                Some(_) => found.files.push(PathBuf::from(word)),
                None if word == "help" => return Ok(Parsed::Text(help_about(&mut parser)?)),
                None => usage = Some(command_named(&word)?),
            },
            Arg::Short('o') => option(&mut parser, usage, "output", &mut found)?,
            Arg::Short(letter) => {
                return Err(wrong(usage, &format!("没有选项 -{letter}。")));
            }
            Arg::Long(name) => {
                let name = name.to_owned();
                option(&mut parser, usage, &name, &mut found)?;
            }
        }
    }
    let Some(usage) = usage else {
        return Err(wrong(None, "请写明要做什么。"));
    };
    complete(usage, &found)?;
    Ok(Parsed::Subcommand(usage.command, found))
}

fn option(
    parser: &mut Parser,
    usage: Option<&Usage>,
    name: &str,
    found: &mut Arguments,
) -> Result<(), Failure> {
    let Some(command) = usage else {
        return Err(wrong(None, &format!("选项 --{name} 要写在命令之后。")));
    };
    if !command.options.contains(&name) {
        let sentence = match OPTIONS.iter().any(|option| option.0 == name) {
            true => format!("命令 {} 没有选项 --{name}。", command.name),
            false => format!("没有选项 --{name}。"),
        };
        return Err(wrong(usage, &sentence));
    }
    let mut value = || {
        let value = parser.value();
        value.map_err(|_| wrong(usage, &format!("选项 --{name} 后面缺少内容。")))
    };
    match name {
        "json" => found.json = true,
        "entered" => found.entered = true,
        "force" => found.force = true,
        "verbose" => found.verbose = true,
        "report" => {
            let text = value()?.to_string_lossy().into_owned();
            let Some(number) = text.trim().parse().ok().filter(|number| *number > 0) else {
                let sentence = format!("序号“{text}”不对，请写 1、2 这样的数字。");
                return Err(wrong(usage, &sentence));
            };
            found.report = Some(number);
        }
        "official-faces" => found.official_faces = true,
        "plain" => found.plain = true,
        "untagged" => found.untagged = true,
        "output" => found.output = Some(PathBuf::from(value()?)),
        "prior" => found.prior = Some(PathBuf::from(value()?)),
        "without" => found
            .without
            .push(value()?.to_string_lossy().trim().to_owned()),
        "template" => found.template = Some(value()?),
        "agency" => found.agency = Some(value()?.to_string_lossy().trim().to_owned()),
        "date" => found.date = Some(value()?.to_string_lossy().into_owned()),
        _ => {
            let text = value()?.to_string_lossy().into_owned();
            let year = text.trim().trim_end_matches('年').parse();
            let is_year = |year: &u16| (1949..=2999).contains(year);
            let Some(year) = year.ok().filter(is_year) else {
                let sentence = format!("年度“{text}”不对，请写四位数字，如 2024。");
                return Err(wrong(usage, &sentence));
            };
            found.year = Some(year);
        }
    }
    Ok(())
}

/// Says what a command still lacks, or what it has too much of.
fn complete(usage: &Usage, found: &Arguments) -> Result<(), Failure> {
    let (fewest, most) = usage.files;
    let lacks = match usage.command {
        Subcommand::New if found.agency.as_ref().is_none_or(String::is_empty) => {
            Some("缺少单位名称（--agency）。")
        }
        Subcommand::New if found.year.is_none() => Some("缺少年度（--year）。"),
        _ if found.files.len() < fewest => Some("缺少文件名。"),
        _ if usage.options.contains(&"output") && found.output.is_none() => {
            Some("缺少输出文件（-o）。")
        }
        _ => None,
    };
    if let Some(sentence) = lacks {
        return Err(wrong(Some(usage), sentence));
    }
    match found.files.get(most) {
        Some(extra) => Err(wrong(
            Some(usage),
            &format!("多了一个参数“{}”。", extra.display()),
        )),
        None => Ok(()),
    }
}

fn command_named(word: &OsString) -> Result<&'static Usage, Failure> {
    let named = COMMANDS.iter().find(|usage| word == usage.name);
    named.ok_or_else(|| wrong(None, &format!("没有命令“{}”。", word.to_string_lossy())))
}

fn help_about(parser: &mut Parser) -> Result<String, Failure> {
    match parser.next() {
        Ok(Some(Arg::Value(word))) => Ok(help(Some(command_named(&word)?))),
        Ok(Some(Arg::Long("manual"))) => Ok(manual()),
        _ => Ok(help(None)),
    }
}

fn in_chinese(error: &lexopt::Error) -> String {
    match error {
        lexopt::Error::UnexpectedValue { option, .. } => format!("选项 {option} 不带内容。"),
        lexopt::Error::MissingValue {
            option: Some(option),
        } => format!("选项 {option} 后面缺少内容。"),
        other => format!("参数有误（{other}）。"),
    }
}

/// A sentence and the usage of the command, or of all.
fn wrong(usage: Option<&Usage>, sentence: &str) -> Failure {
    let usage = match usage {
        Some(usage) => format!("用法：nianbao-cli {}", usage.line),
        None => format!("用法：\n{}", command_list()),
    };
    Failure::new(format!("{sentence}\n{usage}"))
}

fn command_list() -> String {
    let lines = COMMANDS
        .iter()
        .map(|usage| format!("  nianbao-cli {}\n", usage.line));
    lines.collect::<String>().trim_end().to_owned()
}

fn help(usage: Option<&Usage>) -> String {
    let Some(usage) = usage else {
        let commands: String = COMMANDS
            .iter()
            .map(|usage| format!("  {}\n      {}\n", usage.line, usage.about))
            .collect();
        return format!(
            "nianbao-cli：{ABOUT}\n\n命令：\n{commands}\n\
             “nianbao-cli 命令 --help”给出每条命令的选项；“--version”给出版本。\n\
             数据写到标准输出，说明写到标准错误。\n\
             退出码：{EXIT_CODES}\n"
        );
    };
    let options: String = OPTIONS
        .iter()
        .filter(|option| usage.options.contains(&option.0))
        .map(|(_, form, about)| format!("  {form}\n      {about}\n"))
        .collect();
    let formats = match usage.command {
        Subcommand::Export => format!("\n后缀和格式：\n{}", format_list()),
        _ => String::new(),
    };
    format!(
        "nianbao-cli {}\n\n{}。\n\n选项：\n{options}{formats}",
        usage.line, usage.about
    )
}

fn format_list() -> String {
    let line =
        |format: &&Format| format!("  .{:<6}{}：{}\n", format.suffix, format.name, format.about);
    FORMATS.iter().map(line).collect()
}

/// Where the packages put the licences in full.
const LICENCES: &str = match cfg!(windows) {
    true => "许可证",
    false => "share/doc/nianbao/licences",
};

fn version() -> String {
    format!(
        "nianbao-cli {}\n许可证：{}；程序按原样提供，不作任何担保。\n\
         所含的字体和库各有自己的许可证，在随程序的许可证文件夹（{LICENCES}）里。\n",
        env!("CARGO_PKG_VERSION"),
        env!("CARGO_PKG_LICENSE")
    )
}
