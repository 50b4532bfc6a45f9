"""The reports behind the shapes: figures that differ in every cell, so that a swap shows, and texts of their own."""

import random

COLUMNS = ["natural", "business", "research", "charity", "legal_service", "other", "total"]
COLUMN_LABELS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
OUTCOMES = [
    ("", "（一）予以公开", "granted"),
    ("", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "partial"),
    ("（三）不予公开", "1.属于国家秘密", "state_secret"),
    ("（三）不予公开", "2.其他法律行政法规禁止公开", "other_law"),
    ("（三）不予公开", "3.危及“三安全一稳定”", "security_stability"),
    ("（三）不予公开", "4.保护第三方合法权益", "third_party"),
    ("（三）不予公开", "5.属于三类内部事务信息", "internal_affairs"),
    ("（三）不予公开", "6.属于四类过程性信息", "process_information"),
    ("（三）不予公开", "7.属于行政执法案卷", "enforcement_file"),
    ("（三）不予公开", "8.属于行政查询事项", "administrative_query"),
    ("（四）无法提供", "1.本机关不掌握相关政府信息", "not_held"),
    ("（四）无法提供", "2.没有现成信息需要另行制作", "needs_creation"),
    ("（四）无法提供", "3.补正后申请内容仍不明确", "still_unclear"),
    ("（五）不予处理", "1.信访举报投诉类申请", "complaint"),
    ("（五）不予处理", "2.重复申请", "repeated"),
    ("（五）不予处理", "3.要求提供公开出版物", "publication"),
    ("（五）不予处理", "4.无正当理由大量反复申请", "excessive"),
    ("（五）不予处理", "5.要求行政机关确认或重新出具已获取信息", "reconfirmation"),
    ("（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "not_corrected"),
    ("（六）其他处理", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "fee_unpaid"),
    ("（六）其他处理", "3.其他", "otherwise"),
]
APPEALS = [f"{kind}_{what}" for kind in ("review", "direct", "after_review")
           for what in ("upheld", "corrected", "other", "pending", "total")]
SENTENCES = [
    "全年主动公开各类信息{a}条，其中通过门户网站发布{b}条，内容涉及规划计划、财政资金和民生工程。",
    "围绕年度重点任务编制公开清单，逐项明确公开主体、时限和渠道，按季度对照检查。",
    "办理申请时先电话沟通，弄清申请人真正需要的内容，再按程序登记、会商、答复。",
    "对涉及多个科室的事项，由办公室牵头会商，答复书经法制审核后送达。",
    "公文拟制时同步确定公开属性，不予公开的逐件说明理由并由负责人签字。",
    "对现行有效的文件进行集中梳理，废止和失效的及时标注，方便群众查阅。",
    "门户网站增设办事服务专栏，首页改版后查找文件只需两步。",
    "政务新媒体由专人值守，留言当日转办，答复情况每周通报。",
    "年内组织培训{c}次，新入职人员全部参加，并以案例代替讲义。",
    "委托第三方对专栏进行测评，反馈的问题在两个月内整改完毕。",
    "解读材料形式较为单一，图表和短视频偏少，群众看得懂的内容还不够多。",
    "个别科室公开意识不强，信息更新有时滞后，需要反复催办。",
    "一是完善解读机制，重要文件与解读方案一并报审；二是建立更新提醒，逾期自动通报。",
    "加强与申请量较大单位的交流，把常见问题整理成问答在专栏公布。",
    "查阅点配备专用电脑和打印机，工作日开放，全年接待{d}人次。",
    "对上年测评指出的栏目空白问题逐一补齐，并请使用过的群众试用评价。",
]
PARTS = ["主动公开情况", "依申请公开情况", "政府信息管理情况", "平台建设情况", "监督保障情况"]
AGENCIES = ["云岭县水务局", "青溪市发展和改革委员会", "白鹤区教育局", "东川省林业厅", "石桥镇人民政府", "南浦区市场监督管理局",
            "望江县交通运输局", "北塘市卫生健康委员会", "梅岭县自然资源局", "长汀街道办事处", "西岭市住房和城乡建设局", "海棠区财政局",
            "临泽县统计局"]


def distinct(rng, low, high, used):
    while True:
        number = rng.randint(low, high)
        if number not in used:
            used.add(number)
            return number


def requests(rng, low, high):
    """Rows by id, each with seven whole numbers that satisfy every rule."""
    used, rows = set(), {}
    for _, _, row in OUTCOMES:
        rows[row] = [distinct(rng, low, high, used) for _ in range(6)]
    closed = [sum(rows[row][at] for _, _, row in OUTCOMES) for at in range(6)]
    carried_out = [distinct(rng, low, high, used) for _ in range(6)]
    carried_in = [distinct(rng, low, high, used) for _ in range(6)]
    rows["new"] = [closed[at] + carried_out[at] - carried_in[at] for at in range(6)]
    rows["carried_in"], rows["closed"], rows["carried_out"] = carried_in, closed, carried_out
    for row in rows.values():
        row.append(sum(row))
    return rows


def report(number):
    """One report: title, texts, and figures by address as they are printed; None is a blank cell."""
    rng = random.Random(1000 + number)
    agency, year = AGENCIES[number], 2021 + number % 5
    low, high = [(0, 0), (1, 900), (1_000_0000, 9_999_9999), (20, 4000), (1, 600), (3, 700), (5, 800), (10, 999),
                 (0, 40), (0, 3), (100, 60_000), (0, 1), (2, 950)][number]
    zero = (low, high) == (0, 0)
    if zero:
        rows = {row: [0] * 7 for row in [r for _, _, r in OUTCOMES] + ["new", "carried_in", "closed", "carried_out"]}
    elif high < 100:
        rows = {row: [rng.choice([0, 0, 0, rng.randint(low, high)]) for _ in range(6)] for _, _, row in OUTCOMES}
        closed = [sum(rows[row][at] for _, _, row in OUTCOMES) for at in range(6)]
        rows["carried_in"] = [rng.randint(0, min(2, c)) for c in closed]
        rows["carried_out"] = [rng.randint(0, 2) for _ in range(6)]
        rows["new"] = [closed[at] + rows["carried_out"][at] - rows["carried_in"][at] for at in range(6)]
        rows["closed"] = closed
        if number == 8:  # Only natural persons and totals are filled; the five columns between stay blank.
            for row in rows.values():
                row[1:] = [0] * 5
        for row in rows.values():
            row.append(sum(row))
    else:
        rows = requests(rng, low, high)
    figures = {f"requests.{row}.{COLUMNS[at]}": str(value) for row, values in rows.items() for at, value in enumerate(values)}
    used = set()
    number_of = (lambda: 0) if zero else (lambda: distinct(rng, max(low, 1), max(high, 30), used))
    for row in ("regulations", "normative_documents"):
        for column in ("issued", "repealed", "in_force"):
            figures[f"disclosed.{row}.{column}"] = str(number_of())
    for row in ("permits", "penalties", "coercion"):
        figures[f"disclosed.{row}.decisions"] = str(number_of())
    figures["disclosed.charges.amount"] = "0" if zero else f"{number_of()}.{rng.randint(1000, 9999)}"
    for kind in ("review", "direct", "after_review"):
        numbers = [number_of() for _ in range(4)]
        for what, value in zip(("upheld", "corrected", "other", "pending", "total"), numbers + [sum(numbers)]):
            figures[f"appeals.cases.{kind}_{what}"] = str(value)
    if number == 3:
        figures["disclosed.normative_documents.issued"] += "（其中修订16件）"
        figures["disclosed.permits.decisions"] += "（含变更）"
    if number == 4:
        figures["disclosed.charges.amount"] = "7730.2800"
    if number == 5:
        figures["requests.third_party.total"] = str(int(figures["requests.third_party.total"]) + 3)
        figures["appeals.cases.direct_total"] = str(int(figures["appeals.cases.direct_total"]) + 1)
    if number == 6:
        figures["requests.closed.natural"] = str(int(figures["requests.closed.natural"]) - 2)
    if number == 7:
        for address in list(figures):
            if address.endswith(".total") or address.startswith("requests.closed"):
                figures[address] = None
    if number == 8:
        for address in figures:
            if address.startswith("requests.") and address.split(".")[2] in COLUMNS[1:6]:
                figures[address] = None
    texts = rng.sample(SENTENCES, len(SENTENCES))
    fill = {"a": rng.randint(20, 900), "b": rng.randint(5, 300), "c": rng.randint(1, 9), "d": rng.randint(3, 400)}
    sentence = lambda: texts.pop().format(**fill)
    overview = [(heading, [sentence() for _ in range(2 if at % 2 else 1)]) for at, heading in enumerate(PARTS)]
    return {
        "agency": agency, "year": year, "title": f"{agency}{year}年政府信息公开工作年度报告",
        "preface": "本报告依照《中华人民共和国政府信息公开条例》和国家有关规定编制，数据统计期限为全年。",
        "overview": overview,
        "problems": [("存在的主要问题", [sentence()]), ("改进情况", [sentence(), sentence()])],
        "other": "本年度未收取信息处理费，没有其他需要报告的事项。",
        "signature": agency, "date": f"{year + 1}年1月{10 + number}日",
        "figures": figures,
    }


COUNT = 13
