"""Holds the exported files against our PDF: pages, lines, margins, tables, structure, and changes made by others."""

import sys
import zipfile
from collections import Counter
from pathlib import Path

import docx
import openpyxl
import pdfplumber
from docx.oxml.ns import qn

MM = 72 / 25.4
folder = Path(sys.argv[1])
faults = []


def check(what, holds, told=""):
    print(f"  {'ok   ' if holds else 'FAULT'} {what} {told}")
    if not holds:
        faults.append(what)


def geometry(path):
    """Pages, and of the body text: lines a full page, characters a full line, margins, widths of tables in mm."""
    lines_a_page, characters, left, top, tables = [], [], [], [], []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            body = [c for c in page.chars if 15 < c["size"] < 17 and c["text"].strip()]
            rows = Counter(round(c["bottom"] / 4) for c in body)
            wide = [c for c in body if ord(c["text"]) > 0x2E80]
            for row in rows:
                in_row = [c for c in wide if round(c["bottom"] / 4) == row]
                if len(in_row) > 20 and len(in_row) == rows[row]:
                    characters.append(len(in_row))
            if body:
                left.append(min(c["x0"] for c in body) / MM)
            everything = [c for c in page.chars if c["top"] < 262 * MM and c["text"].strip()]
            if everything:
                top.append(min(c["top"] for c in everything) / MM)
            if len(rows) > 15:
                bottoms = sorted({c["bottom"] for c in body})
                steps = Counter(round(b - a, 1) for a, b in zip(bottoms, bottoms[1:]) if 20 < b - a < 40)
                lines_a_page.append(225 * MM / steps.most_common(1)[0][0])
            edges = [e["x0"] for e in page.edges if e["orientation"] == "v"]
            if edges:
                tables.append((max(edges) - min(edges)) / MM)
        pages = len(pdf.pages)
    return pages, lines_a_page, characters, min(left), tables


ours = geometry(folder / "report.pdf")
word = geometry(folder / "docx" / "report.pdf")
print("  ours", [ours[0]], [round(n, 2) for n in ours[1]], max(ours[2] or [0]), round(ours[3], 2), [round(w, 2) for w in ours[4]])
print("  word", [word[0]], [round(n, 2) for n in word[1]], max(word[2] or [0]), round(word[3], 2), [round(w, 2) for w in word[4]])
check("pages", abs(ours[0] - word[0]) <= 1, f"{ours[0]} {word[0]}")
check("lines a page", all(abs(n - 22) < 0.5 for n in word[1]))
check("characters a line", abs(max(ours[2] or [28]) - max(word[2] or [28])) <= 1)
check("left margin", abs(ours[3] - word[3]) < 1)
check("width of tables", all(abs(w - 156) < 1 for w in word[4]), str([round(w, 1) for w in word[4]]))

document = docx.Document(folder / "report.docx")
styles = Counter(p.style.name for p in document.paragraphs)
print("  styles", dict(styles))
check("headings", styles["Heading 1"] >= 6 and styles["Title"] == 1)
section = document.sections[0]
mm = [round(n.mm) for n in (section.page_width, section.page_height, section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)]
check("page", mm == [210, 297, 37, 28, 26, 35], str(mm))
grid = section._sectPr.find(qn("w:docGrid"))
check("grid", grid.get(qn("w:type")) == "linesAndChars", str(dict(grid.attrib)))
check("odd and even", document.settings.odd_and_even_pages_header_footer)
for table in document.tables:
    rows = table._tbl.tr_lst
    spans = len(table._tbl.findall(".//" + qn("w:gridSpan"))), len(table._tbl.findall(".//" + qn("w:vMerge")))
    repeated = len(table._tbl.findall(".//" + qn("w:tblHeader")))
    widths = sum(int(c.get(qn("w:w"))) for c in table._tbl.tblGrid.gridCol_lst)
    print("  table", len(rows), "rows", len(table.columns), "columns, spans", spans, "repeated", repeated, "width", widths)
check("title", document.core_properties.title != "" and document.core_properties.author != "")

# One figure changed by python-docx, the file written again by it.
changed = document.tables[-1]
cell = changed.rows[-1].cells[0]
cell.paragraphs[0].runs[0].text = str(int(cell.text) + 1)
document.save(folder / "changed.docx")
kept = [n for n in zipfile.ZipFile(folder / "changed.docx").namelist() if n.startswith("customXml/item")]
check("the report inside outlives python-docx", bool(kept), str(kept))

book = openpyxl.load_workbook(folder / "report.xlsx")
values = openpyxl.load_workbook(folder / "report.xlsx", data_only=True)
seen = [s for s in book.worksheets if s.sheet_state == "visible"]
check("sheets", len(seen) >= 6, str([s.title for s in seen]))
check("very hidden", [s.sheet_state for s in book.worksheets if s.sheet_state != "visible"] == ["veryHidden"])
formulas = [(s.title, c.coordinate) for s in seen for r in s.iter_rows() for c in r if isinstance(c.value, str) and c.value.startswith("=")]
stored = [values[sheet][at].value for sheet, at in formulas]
empty = sum(v is None for v in stored)
check("formulas with values", 0 < len(formulas) and empty < len(formulas), f"{len(formulas)}, {empty} of them empty")
for sheet in seen:
    print("  sheet", sheet.title, sheet.dimensions, len(sheet.merged_cells.ranges), "merged", sheet.print_title_rows, sheet.page_setup.paperSize)

print("  faults:", faults or "none")
sys.exit(bool(faults))
