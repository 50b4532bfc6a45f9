//! Documents made by hand for the tests of layout and PDF.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use nianbao::document::{Block, Cell, Content, Document, Grid, Role};
use nianbao::page::{Face, PageStyle, TextStyle};
use nianbao::place::{Address, Id, Place};

/// The page of GB/T 9704-2012.
pub fn style() -> PageStyle {
    let text = |face, size_pt| TextStyle { face, size_pt };
    PageStyle {
        paper_width_mm: 210.0,
        paper_height_mm: 297.0,
        margin_top_mm: 37.0,
        margin_left_mm: 28.0,
        type_width_mm: 156.0,
        type_height_mm: 225.0,
        lines: 22,
        characters: 28,
        title: text(Face::Song, 22.0),
        body: text(Face::Fang, 16.0),
        headings: vec![
            text(Face::Hei, 16.0),
            text(Face::Kai, 16.0),
            text(Face::Fang, 16.0),
        ],
        table: text(Face::Fang, 10.5),
        table_header: text(Face::Fang, 10.5),
        note: text(Face::Fang, 10.5),
        page_number: text(Face::PlainSong, 14.0),
        page_number_drop_mm: 7.0,
        rule_pt: 0.5,
    }
}

pub fn document(contents: Vec<Content>) -> Document {
    let block = |(index, content)| Block {
        place: Place::parse(&format!("block.{index}.text")).unwrap(),
        content,
    };
    Document {
        title: "青溪县水务局2025年政府信息公开工作年度报告".to_owned(),
        author: "青溪县水务局".to_owned(),
        page: style(),
        blocks: contents.into_iter().enumerate().map(block).collect(),
    }
}

pub fn heading(level: u8, text: &str) -> Content {
    Content::Heading {
        level,
        text: text.to_owned(),
    }
}

pub fn paragraph(text: &str) -> Content {
    Content::Paragraph {
        number: String::new(),
        text: text.to_owned(),
    }
}

/// A report of about six pages.
pub fn report() -> Document {
    let mut contents = vec![
        Content::Title("青溪县水务局\u{200B}2025年\u{200B}政府信息公开工作年度报告".to_owned()),
        paragraph(
            "根据《中华人民共和国政府信息公开条例》（国务院令第711号，以下简称《条例》）和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）要求，编制本报告。报告所列数据的统计期限自2025年1月1日起至12月31日止。",
        ),
        heading(1, "一、总体情况"),
        heading(2, "（一）主动公开"),
        paragraph(
            "全年通过门户网站、微信公众号“青溪水务”和政务服务大厅的查阅点公开信息1286条，其中水库调度、河湖长制、农村饮水等重点领域信息412条，占比32.04%。修订《青溪县取用水管理办法》等行政规范性文件2件，废止1件；制作图解、短视频等解读材料18份，回应群众关切96次。年内防汛抗旱经费12.5万元的使用情况已在2025年11月15日前公开。",
        ),
        heading(2, "（二）依申请公开"),
        paragraph(
            "本年度新收政府信息公开申请14件，较上年增加3件，增长27.3%；上年结转1件。已办结13件，其中予以公开8件、部分公开2件，平均办理时间9.5个工作日，均在法定期限内答复。申请内容集中在水资源费征收、征地补偿和河道采砂许可3个方面。",
        ),
        heading(2, "（三）政府信息管理"),
        paragraph(
            "落实信息发布“三审三校”制度，全年清理失效信息57条，更新公开指南2次。对1998—2020年间形成的38件规范性文件逐件核对文号、施行日期和有效性，统一发布在“法规文件库”栏目，方便查阅、下载和打印（网址：https://www.qingxi.example.gov.cn/shuiwu/zfxxgk/fggz/index.html）。",
        ),
        heading(2, "（四）政府信息公开平台建设"),
        paragraph(
            "门户网站公开专栏全年访问量达4.6万人次。适老化改造后新增语音播报、大字版和一键求助3项功能，并与县政务服务平台实现数据互通。",
        ),
        heading(2, "（五）监督保障"),
        paragraph(
            "调整政务公开领导小组，由局长任组长；全年召开专题会议4次，组织培训3期、受训126人次。公开工作占年度绩效考核的权重为5%，未发生责任追究情形。",
        ),
        heading(1, "二、主动公开政府信息情况"),
        Content::Grid(disclosed()),
        heading(1, "三、收到和处理政府信息公开申请情况"),
        Content::Grid(requests(&|row, column| figure(row, column).to_string())),
        heading(1, "四、政府信息公开行政复议、行政诉讼情况"),
        Content::Grid(appeals(&[
            "1", "0", "0", "1", "2", "0", "0", "0", "0", "0", "1", "0", "0", "0", "1",
        ])),
        heading(1, "五、存在的主要问题及改进情况"),
        paragraph(
            "一年来，政府信息公开工作取得了一定成效，但仍存在一些不足：一是部分解读材料形式单一，专业术语偏多，群众看不懂；二是依申请公开的前置沟通不够充分，有2件申请因内容表述不清而补正；三是基层水务站所的公开意识有待加强。",
        ),
        paragraph(
            "下一步，我局将从三个方面改进：一是组织业务骨干编写“问答式”解读，用案例讲清政策；二是建立申请登记后3个工作日内主动联系申请人的机制，减少不必要的补正；三是将公开培训延伸到14个水务站所，实现全覆盖。",
        ),
        heading(1, "六、其他需要报告的事项"),
        paragraph(
            "按照《国务院办公厅关于印发〈政府信息公开信息处理费管理办法〉的通知》（国办函〔2020〕109号）规定，我局本年度发出收费通知0件，收取信息处理费0元。",
        ),
    ];
    contents.push(Content::Signature("青溪县水务局".to_owned()));
    contents.push(Content::Signature("2026年1月15日".to_owned()));
    document(contents)
}

/// Builds grids row by row.
pub struct Builder {
    pub grid: Grid,
}

impl Builder {
    pub fn new(table: &str, tracks: Vec<f32>) -> Self {
        Self {
            grid: Grid {
                table: Id::parse(table),
                tracks,
                rows: 0,
                header_rows: 0,
                band_starts: Vec::new(),
                cells: Vec::new(),
            },
        }
    }

    pub fn cell(
        &mut self,
        (row, track): (usize, usize),
        (row_span, track_span): (usize, usize),
        text: &str,
        role: Role,
    ) {
        let figure = matches!(role, Role::Figure | Role::Total);
        let address = Address::of(
            self.grid.table.as_deref().unwrap(),
            &row.to_string(),
            &track.to_string(),
        );
        self.grid.rows = self.grid.rows.max(row + row_span);
        self.grid.cells.push(Cell {
            row,
            track,
            row_span,
            track_span,
            text: text.to_owned(),
            breaks: Vec::new(),
            number: None,
            role,
            figure: None,
            address: address.filter(|_| figure),
        });
    }
}

pub fn disclosed() -> Grid {
    type Band<'a> = (&'a str, &'a [&'a str], &'a [&'a [&'a str]]);
    let bands: [Band; 4] = [
        (
            "第二十条第（一）项",
            &["本年制发件数", "本年废止件数", "现行有效件数"],
            &[
                &["规章", "0", "0", "0"],
                &["行政规范性文件", "2", "1", "22（其中修订16件）"],
            ],
        ),
        (
            "第二十条第（五）项",
            &["本年处理决定数量"],
            &[&["行政许可", "135"]],
        ),
        (
            "第二十条第（六）项",
            &["本年处理决定数量"],
            &[&["行政处罚", "12"], &["行政强制", "3"]],
        ),
        (
            "第二十条第（八）项",
            &["本年收费金额（单位：万元）"],
            &[&["行政事业性收费", "128.4316"]],
        ),
    ];
    let mut builder = Builder::new("disclosed", vec![0.25; 4]);
    let mut row = 0;
    for (caption, columns, rows) in bands {
        if row > 0 {
            builder.grid.band_starts.push(row);
        }
        builder.cell((row, 0), (1, 4), caption, Role::Caption);
        builder.cell((row + 1, 0), (1, 1), "信息内容", Role::Corner);
        let span = 3 / columns.len();
        for (index, column) in columns.iter().enumerate() {
            builder.cell(
                (row + 1, 1 + index * span),
                (1, span),
                column,
                Role::ColumnHeader,
            );
        }
        row += 2;
        for texts in rows {
            builder.cell((row, 0), (1, 1), texts[0], Role::RowHeader);
            for (index, text) in texts[1..].iter().enumerate() {
                builder.cell((row, 1 + index * span), (1, span), text, Role::Figure);
            }
            row += 1;
        }
    }
    builder.grid
}

fn figure(row: usize, column: usize) -> usize {
    match (row, column) {
        (0, 0) => 14,
        (0, 6) => 14,
        (1, 0 | 6) => 1,
        (2, 0 | 6) => 8,
        _ => 0,
    }
}

/// Table three; `text` gives the figure of each of the 25 rows and seven columns.
pub fn requests(text: &dyn Fn(usize, usize) -> String) -> Grid {
    let groups: [(&str, &[&str]); 7] = [
        ("（一）予以公开", &[]),
        (
            "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
            &[],
        ),
        (
            "（三）不予公开",
            &[
                "1.属于国家秘密",
                "2.其他法律行政法规禁止公开",
                "3.危及“三安全一稳定”",
                "4.保护第三方合法权益",
                "5.属于三类内部事务信息",
                "6.属于四类过程性信息",
                "7.属于行政执法案卷",
                "8.属于行政查询事项",
            ],
        ),
        (
            "（四）无法提供",
            &[
                "1.本机关不掌握相关政府信息",
                "2.没有现成信息需要另行制作",
                "3.补正后申请内容仍不明确",
            ],
        ),
        (
            "（五）不予处理",
            &[
                "1.信访举报投诉类申请",
                "2.重复申请",
                "3.要求提供公开出版物",
                "4.无正当理由大量反复申请",
                "5.要求行政机关确认或重新出具已获取信息",
            ],
        ),
        (
            "（六）其他处理",
            &[
                "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
                "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
                "3.其他",
            ],
        ),
        ("（七）总计", &[]),
    ];
    let columns = [
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
    ];
    let mut tracks = vec![0.06, 0.12, 0.26];
    tracks.extend([0.08; 7]);
    let mut builder = Builder::new("requests", tracks);
    builder.grid.header_rows = 3;
    builder.cell(
        (0, 0),
        (3, 3),
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
        Role::Corner,
    );
    builder.cell((0, 3), (1, 7), "申请人情况", Role::ColumnHeader);
    builder.cell((1, 3), (2, 1), columns[0], Role::ColumnHeader);
    builder.cell((1, 4), (1, 5), "法人或其他组织", Role::ColumnHeader);
    builder.cell((1, 9), (2, 1), columns[6], Role::ColumnHeader);
    for (index, column) in columns.iter().enumerate().skip(1).take(5) {
        builder.cell((2, 3 + index), (1, 1), column, Role::ColumnHeader);
    }
    builder.cell(
        (3, 0),
        (1, 3),
        "一、本年新收政府信息公开申请数量",
        Role::RowHeader,
    );
    builder.cell(
        (4, 0),
        (1, 3),
        "二、上年结转政府信息公开申请数量",
        Role::RowHeader,
    );
    builder.cell((5, 0), (22, 1), "三、本年度办理结果", Role::RowHeader);
    let mut row = 5;
    for (group, labels) in groups {
        if labels.is_empty() {
            builder.cell((row, 1), (1, 2), group, Role::RowHeader);
            row += 1;
            continue;
        }
        builder.cell((row, 1), (labels.len(), 1), group, Role::RowHeader);
        for label in labels {
            builder.cell((row, 2), (1, 1), label, Role::RowHeader);
            row += 1;
        }
    }
    builder.cell((row, 0), (1, 3), "四、结转下年度继续办理", Role::RowHeader);
    for line in 3..=row {
        for column in 0..7 {
            let role = if column == 6 {
                Role::Total
            } else {
                Role::Figure
            };
            builder.cell((line, 3 + column), (1, 1), &text(line - 3, column), role);
        }
    }
    builder.grid
}

pub fn appeals(figures: &[&str; 15]) -> Grid {
    let labels = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    let mut builder = Builder::new("appeals", vec![1.0 / 15.0; 15]);
    builder.grid.header_rows = 3;
    builder.cell((0, 0), (1, 5), "行政复议", Role::ColumnHeader);
    builder.cell((0, 5), (1, 10), "行政诉讼", Role::ColumnHeader);
    builder.cell((1, 5), (1, 5), "未经复议直接起诉", Role::ColumnHeader);
    builder.cell((1, 10), (1, 5), "复议后起诉", Role::ColumnHeader);
    for (index, label) in labels.iter().cycle().take(15).enumerate() {
        let (row, span) = if index < 5 { (1, 2) } else { (2, 1) };
        builder.cell((row, index), (span, 1), label, Role::ColumnHeader);
    }
    for (index, text) in figures.iter().enumerate() {
        let role = if index % 5 == 4 {
            Role::Total
        } else {
            Role::Figure
        };
        builder.cell((3, index), (1, 1), text, role);
    }
    builder.grid
}
