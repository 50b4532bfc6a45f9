"""A report → blocks in reading order: paragraphs and tables as grids of cells with spans."""

from reports import APPEALS, COLUMN_LABELS, COLUMNS, OUTCOMES

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def cell(text, columns=1, rows=1):
    return {"text": text, "columns": columns, "rows": rows}


def disclosed(figure):
    """One grid of four columns."""
    at = lambda address: figure("disclosed." + address)
    rows = [[cell("第二十条第（一）项", 4)], [cell(t) for t in ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")]]
    for label, row in (("规章", "regulations"), ("行政规范性文件", "normative_documents")):
        rows.append([cell(label)] + [cell(at(f"{row}.{column}")) for column in ("issued", "repealed", "in_force")])
    rows += [[cell("第二十条第（五）项", 4)], [cell("信息内容"), cell("本年处理决定数量", 3)],
             [cell("行政许可"), cell(at("permits.decisions"), 3)],
             [cell("第二十条第（六）项", 4)], [cell("信息内容"), cell("本年处理决定数量", 3)],
             [cell("行政处罚"), cell(at("penalties.decisions"), 3)],
             [cell("行政强制"), cell(at("coercion.decisions"), 3)],
             [cell("第二十条第（八）项", 4)], [cell("信息内容"), cell("本年收费金额（单位：万元）", 3)],
             [cell("行政事业性收费"), cell(at("charges.amount"), 3)]]
    return rows


def requests(figure):
    """One grid of ten columns: three of labels, seven of figures."""
    numbers = lambda row: [cell(figure(f"requests.{row}.{column}")) for column in COLUMNS]
    rows = [[cell(CORNER, 3, 3), cell("申请人情况", 7)],
            [cell("自然人", 1, 2), cell("法人或其他组织", 5), cell("总计", 1, 2)],
            [cell(label) for label in COLUMN_LABELS[1:6]],
            [cell("一、本年新收政府信息公开申请数量", 3)] + numbers("new"),
            [cell("二、上年结转政府信息公开申请数量", 3)] + numbers("carried_in")]
    first, groups = True, set()
    for group, label, row in OUTCOMES:
        cells = [cell("三、本年度办理结果", 1, 22)] if first else []
        first = False
        if not group:
            cells.append(cell(label, 2))
        else:
            if group not in groups:
                groups.add(group)
                cells.append(cell(group, 1, sum(1 for other, _, _ in OUTCOMES if other == group)))
            cells.append(cell(label))
        rows.append(cells + numbers(row))
    rows.append([cell("（七）总计", 2)] + numbers("closed"))
    rows.append([cell("四、结转下年度继续办理", 3)] + numbers("carried_out"))
    return rows


def appeals(figure):
    """One grid of fifteen columns."""
    five = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    return [[cell("行政复议", 5), cell("行政诉讼", 10)],
            [cell(label, 1, 2) for label in five] + [cell("未经复议直接起诉", 5), cell("复议后起诉", 5)],
            [cell(label) for label in five + five],
            [cell(figure("appeals.cases." + column)) for column in APPEALS]]


def blocks(report):
    """Pairs of a kind (title, heading, part, text, table, end) and its content."""
    figure = lambda address: report["figures"][address] or ""
    found = [("title", report["title"]), ("text", report["preface"]), ("heading", "一、总体情况")]
    number = "一二三四五六七"
    for at, (heading, texts) in enumerate(report["overview"]):
        found.append(("part", f"（{number[at]}）{heading}"))
        found += [("text", text) for text in texts]
    found += [("heading", "二、主动公开政府信息情况"), ("table", disclosed(figure)),
              ("heading", "三、收到和处理政府信息公开申请情况"), ("table", requests(figure)),
              ("heading", "四、政府信息公开行政复议、行政诉讼情况"), ("table", appeals(figure)),
              ("heading", "五、存在的主要问题及改进情况")]
    for at, (heading, texts) in enumerate(report["problems"]):
        found.append(("part", f"（{number[at]}）{heading}"))
        found += [("text", text) for text in texts]
    return found + [("heading", "六、其他需要报告的事项"), ("text", report["other"]),
                    ("end", report["signature"]), ("end", report["date"])]


def grid(rows):
    """The table as a matrix: the text where a cell begins, None where it goes on."""
    height, matrix = len(rows), []
    width = sum(c["columns"] for c in rows[0])
    matrix = [[""] * width for _ in range(height)]
    covered = [[False] * width for _ in range(height)]
    for at, row in enumerate(rows):
        column = 0
        for c in row:
            while covered[at][column]:
                column += 1
            for down in range(c["rows"]):
                for across in range(c["columns"]):
                    covered[at + down][column + across] = True
                    matrix[at + down][column + across] = None
            matrix[at][column] = c["text"]
            column += c["columns"]
    return matrix
