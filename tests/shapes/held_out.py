"""Four reports and fourteen shapes that the reader was not written with, to judge it fairly."""

import random

from reports import COLUMNS, OUTCOMES, distinct, requests

TEXTS = [
    "这一年，局里把公开当作日常工作来抓，文件印发之前先定公开属性，印发之后二十个工作日内上网。",
    "全年在网站发布信息{a}条，答复网民提问{b}个，平均用时不到三天。",
    "收到的申请多与征地拆迁、工程招投标有关，承办人先打电话问清用途，再查档案、拟答复。",
    "有两件申请因档案移交，查找用了较长时间，经批准延长了答复期限，并事先书面告诉了申请人。",
    "对已经公开过的文件逐份核对文号和附件，补传缺失附件{c}个。",
    "档案室与办公室合用一套目录，申请一来就知道文件在哪个柜子。",
    "网站栏目由七个并为四个，手机上也能看全表格。",
    "把条例和常见问答印成折页，放在办事窗口，任人取阅。",
    "请人大代表、退休教师和个体户各一名当义务监督员，每季度提一次意见。",
    "全年无人因公开工作被追究责任。",
    "一些政策的说明只有文字，没有算账的例子，群众来电问得最多的仍是自己能领多少。",
    "乡镇一级没有专人，兼职人员换得勤，交接时常有遗漏。",
    "明年起每份惠民政策都配一个算账的例子，由业务股室和办公室一起写。",
    "给每个乡镇定一名联络员，年初集中学一天，平时有事随时问。",
]
HEADINGS = [
    ["主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障"],
    ["主动公开政府信息情况", "办理依申请公开情况", "政府信息资源管理情况", "公开平台建设情况", "监督保障和教育培训情况"],
]
NAMES = ["沙河子县农业农村局", "临川市医疗保障局", "桃源区城市管理局", "乌兰镇人民政府"]


def held_out(number):
    """0: most cells 0, as in most offices; 1: large numbers with separators; 2: zeros left blank; 3: units and a wrong total."""
    rng = random.Random(7000 + number)
    if number == 1:
        rows = requests(rng, 1000, 90_000)
    elif number == 3:
        rows = requests(rng, 11, 450)
    else:
        rows = {row: [rng.choice([0, 0, 0, 0, rng.randint(1, 30)]) if at in (0, 1) else rng.choice([0] * 9 + [rng.randint(1, 4)])
                      for at in range(6)] for _, _, row in OUTCOMES}
        closed = [sum(rows[row][at] for _, _, row in OUTCOMES) for at in range(6)]
        rows["carried_in"] = [min(c, rng.randint(0, 3)) for c in closed]
        rows["carried_out"] = [rng.randint(0, 2) if closed[at] else 0 for at in range(6)]
        rows["new"] = [closed[at] + rows["carried_out"][at] - rows["carried_in"][at] for at in range(6)]
        rows["closed"] = closed
        for row in rows.values():
            row.append(sum(row))
    shown = (lambda n: f"{n:,}") if number == 1 else (lambda n: "" if number == 2 and n == 0 else str(n))
    figures = {f"requests.{row}.{COLUMNS[at]}": shown(value) for row, values in rows.items() for at, value in enumerate(values)}
    used = set()
    some = lambda: distinct(rng, 1, 99_999 if number == 1 else 900, used)
    for row in ("regulations", "normative_documents"):
        for column in ("issued", "repealed", "in_force"):
            figures[f"disclosed.{row}.{column}"] = shown(some() if row != "regulations" or number == 1 else 0)
    for row in ("permits", "penalties", "coercion"):
        figures[f"disclosed.{row}.decisions"] = shown(some())
    figures["disclosed.charges.amount"] = ["0", "18,230.5", "", "3.07"][number]
    for kind in ("review", "direct", "after_review"):
        numbers = [0 if number in (0, 2) and rng.random() < 0.6 else distinct(rng, 1, 300, used) for _ in range(4)]
        for what, value in zip(("upheld", "corrected", "other", "pending", "total"), numbers + [sum(numbers)]):
            figures[f"appeals.cases.{kind}_{what}"] = shown(value)
    if number == 3:
        figures["disclosed.permits.decisions"] += "件"
        figures["disclosed.normative_documents.issued"] += "（含联合发文2件）"
        figures["requests.partial.total"] = str(int(figures["requests.partial.total"]) + 10)
    fill = {"a": rng.randint(60, 900), "b": rng.randint(5, 90), "c": rng.randint(2, 9)}
    texts = [text.format(**fill) for text in TEXTS]
    year, agency = 2022 + number, NAMES[number]
    parts = HEADINGS[number % 2]
    title = f"{agency}{year}年{'度' if number == 2 else ''}政府信息公开{'' if number == 1 else '工作'}年度报告"
    return {
        "agency": agency, "year": year, "title": title,
        "preface": "根据《中华人民共和国政府信息公开条例》的要求编写本报告，所列数据从1月1日起到12月31日止。",
        "overview": [(heading, texts[2 * at:2 * at + 2]) for at, heading in enumerate(parts)],
        "problems": [("存在的主要问题", texts[10:12]), ("改进情况", texts[12:14])],
        "other": "没有需要报告的其他事项，也没有收取信息处理费。",
        "signature": agency, "date": f"{year + 1}年1月{21 + number}日",
        "figures": figures,
    }
