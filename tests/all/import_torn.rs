//! Numbers and rows that narrow columns and the ends of pages tore, and cells that are known to be blank.

use crate::template::at;
use nianbao::import::{Choice, Imported, import, import_text};

const HEAD: &str = "某某局2024年政府信息公开工作年度报告\n一、总体情况\n已办结。\n三、收到和处理政府信息公开申请情况\n";
const COLUMNS: &str =
    "自然人 法人或其他组织 总计\n商业企业 科研机构 社会公益组织 法律服务机构 其他\n";

/// The figures of a row of table three, blanks as empty texts.
fn row(imported: &Imported, row: &str) -> Vec<String> {
    let columns = [
        "natural",
        "business",
        "research",
        "charity",
        "legal_service",
        "other",
        "total",
    ];
    let entries = imported.report.entries.clone();
    let mut all = entries;
    all.extend(imported.report.stated.clone());
    let figure = |column: &&str| {
        let place = at(&format!("requests.{row}.{column}"));
        all.get(&place).map(ToString::to_string).unwrap_or_default()
    };
    columns.iter().map(figure).collect()
}

fn read(table: &str) -> Imported {
    import_text(&format!("{HEAD}{COLUMNS}{table}"), "甲", None).unwrap()
}

#[test]
fn numbers_broken_over_lines_are_made_whole_where_the_sum_proves_it() {
    // A total that is the sum of its row is computed, not kept.
    let whole = ["12001", "345", "20345", "7", "90001", "66", ""];
    // Full lines hold four digits: those that are longer go on below.
    let torn = "一、本年新收政府信息公开申请数量 1200 345 2034 7 9000 66 1227\n1 5 1 65\n";
    assert_eq!(row(&read(torn), "new"), whole);
    // One piece a line; the end of a number begins with a zero here.
    let one = "一、本年新收政府信息公开申请数量 1200\n1\n345\n2034\n5\n7\n9000\n1\n66\n1227\n65\n二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0\n";
    assert_eq!(row(&read(one), "new"), whole);
    let zero = "一、本年新收政府信息公开申请数量 1000 345 2034 7 9000 66 2107\n05 5 1 69\n";
    let numbers = ["100005", "345", "20345", "7", "90001", "66", ""];
    assert_eq!(row(&read(zero), "new"), numbers);
    // Nothing adds up: no figure is taken, neither its beginning nor a guess.
    let lost = "一、本年新收政府信息公开申请数量 1200 345 2034 7 9000 66 1227\n1 5 1 66\n";
    assert_eq!(row(&read(lost), "new"), [""; 7]);
}

#[test]
fn the_total_alone_is_read_where_it_is_the_sum_in_every_row() {
    let text = "一、本年新收政府信息公开申请数量 8 8\n二、上年结转政府信息公开申请数量 2 2\n\
                （一）予以公开 6 6\n（七）总计 10 10\n四、结转下年度继续办理 0 0\n";
    let imported = read(text);
    assert_eq!(row(&imported, "new"), ["", "", "", "", "", "", "8"]);
    assert_eq!(row(&imported, "closed"), ["", "", "", "", "", "", "10"]);
    // One row ends in another number: then nobody knows what stands last.
    let imported = read(&text.replace("2 2", "2 3"));
    assert_eq!(row(&imported, "new"), [""; 7]);
}

/// Table three as a web page with two rows of figures, its header with all spans.
fn page(rows: [[&str; 7]; 2]) -> Vec<u8> {
    let cells = |figures: [&str; 7]| -> String {
        let cell = |figure: &&str| format!("<td>{figure}</td>");
        figures.iter().map(cell).collect()
    };
    let [new, carried_in] = rows.map(cells);
    format!(
        "<h1>某某局2024年政府信息公开工作年度报告</h1><h2>一、总体情况</h2><p>已办结。</p>\
         <h2>三、收到和处理政府信息公开申请情况</h2><table>\
         <tr><td colspan=3 rowspan=3></td><td colspan=7>申请人情况</td></tr>\
         <tr><td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td><td rowspan=2>总计</td></tr>\
         <tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>\
         <tr><td colspan=3>一、本年新收政府信息公开申请数量</td>{new}</tr>\
         <tr><td colspan=3>二、上年结转政府信息公开申请数量</td>{carried_in}</tr></table>"
    )
    .into_bytes()
}

#[test]
fn a_blank_cell_at_the_end_of_a_row_leaves_the_others_in_a_real_table() {
    let rows = [
        ["5", "1", "2", "3", "4", "6", ""],
        ["", "7", "0", "0", "0", "0", "7"],
    ];
    let imported = import(&page(rows), "甲", Choice::default()).unwrap();
    assert_eq!(row(&imported, "new"), rows[0]);
    assert_eq!(row(&imported, "carried_in"), rows[1]);
    // The sum shows that this row has moved by a cell.
    let rows = [
        ["1", "2", "3", "4", "6", "21", ""],
        ["", "7", "1", "0", "0", "0", "0"],
    ];
    let imported = import(&page(rows), "甲", Choice::default()).unwrap();
    assert_eq!(row(&imported, "carried_in"), [""; 7]);
    // Text without a table cannot tell where the blank is.
    let imported = read("一、本年新收政府信息公开申请数量 5 1 2 3 4 6\n");
    assert_eq!(row(&imported, "new"), [""; 7]);
}

#[test]
fn a_table_saved_with_commas_is_a_table() {
    let text = "某某局2024年政府信息公开工作年度报告,,,\n一、总体情况,,,\n已办结。,,,\n二、主动公开政府信息情况,,,\n\
                第二十条第（一）项,,,\n信息内容,本年制发件数,本年废止件数,现行有效件数\n规章,3,\"1,024\",5\n\
                行政规范性文件,7,8,9\n";
    let imported = import_text(text, "甲.csv", None).unwrap();
    let figure = |place: &str| {
        imported
            .report
            .entries
            .get(&at(place))
            .map(ToString::to_string)
    };
    assert_eq!(
        figure("disclosed.regulations.repealed").as_deref(),
        Some("1024")
    );
    assert_eq!(
        figure("disclosed.normative_documents.in_force").as_deref(),
        Some("9")
    );
    let held: String = imported
        .report
        .prose
        .values()
        .map(|prose| prose.lead.clone())
        .collect();
    assert_eq!(held, "已办结。");
}

#[test]
fn a_number_torn_below_the_head_of_a_page_loses_no_digit_unsaid() {
    let cells = |label: &str, figures: [&str; 7]| -> String {
        let figures: String = figures
            .iter()
            .map(|text| format!("<td>{text}</td>"))
            .collect();
        format!("<tr><td>{label}</td>{figures}</tr>")
    };
    let head = "<tr><td rowspan=2></td><td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td><td rowspan=2>总计</td></tr>\
                <tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>";
    // The total of the row is wrong in the report itself, so that no sum proves how the digits go on.
    let page = format!(
        "<h1>某某局2024年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>已办结。</p>\
         <p>三、收到和处理政府信息公开申请情况</p><table>{head}{}</table><p>内部资料 第3页</p><table>{}{}</table>",
        cells(
            "（七）总计",
            ["9062", "1216", "8660", "9064", "8081", "9037", "5606"]
        ),
        cells("", ["", "4", "", "", "", "", "1"]),
        cells(
            "四、结转下年度继续办理",
            ["536", "612", "198", "153", "835", "781", "3115"]
        ),
    );
    let imported = import(page.as_bytes(), "甲", Choice::default()).unwrap();
    assert_eq!(row(&imported, "closed"), [""; 7]);
    let carried = ["536", "612", "198", "153", "835", "781", ""];
    assert_eq!(row(&imported, "carried_out"), carried);
}

#[test]
fn a_header_with_fewer_columns_than_rows_have_figures_places_none_of_them() {
    // A sheet whose columns run over pages: the first column's label was cut, the last two are on another page.
    let text = format!(
        "{HEAD}商业企业 科研机构 社会公益组织 法律服务机构\n\
         一、本年新收政府信息公开申请数量 1171 1057 1080 1250 1292\n\
         二、上年结转政府信息公开申请数量 187 474 856 567\n（一）予以公开 982 915 475 969 916\n"
    );
    let imported = import_text(&text, "甲", None).unwrap();
    for name in ["new", "carried_in", "granted"] {
        assert_eq!(row(&imported, name), [""; 7], "{name}");
    }
}

#[test]
fn figures_between_two_labels_are_not_taken_where_others_have_none() {
    // Labels and figures in the order in which pdftotext finds them: the figures are those of the label below.
    let text = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请\n576 120\n433\n825\n18\n506\n2478\n\
                789 389\n11\n757\n849\n752\n3547\n3.其他\n9613 10174 8323 8819 10925 10721 58575\n（七）总计\n306 40\n";
    assert_eq!(row(&read(text), "otherwise"), [""; 7]);
    // Where every row of figures has a label above, that is its own.
    let text = "（六）其他处理\n3.其他\n9613 10174 8323 8819 10925 10721 58575\n（七）总计\n1 1 1 1 1 1 6\n";
    let figures = ["9613", "10174", "8323", "8819", "10925", "10721", ""];
    assert_eq!(row(&read(text), "otherwise"), figures);
}
