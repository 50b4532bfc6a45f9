// Looks at the web page: axe-core's findings, pictures at desktop and phone width, and its print.
const puppeteer = require("puppeteer-core");
const axe = require("axe-core");
const path = require("path");
const fs = require("fs");

(async () => {
    const folder = path.resolve(process.argv[2]);
    const browser = await puppeteer.launch({
        executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
        args: ["--no-sandbox"],
    });
    let faults = 0;
    for (const [name, width] of [["desktop", 1280], ["phone", 390]]) {
        const page = await browser.newPage();
        await page.setViewport({ width, height: 900, deviceScaleFactor: 1, isMobile: name === "phone" });
        await page.goto("file://" + path.join(folder, "report.html"));
        await page.screenshot({ path: path.join(folder, name + ".png"), fullPage: true });
        const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        await page.evaluate(axe.source);
        const found = await page.evaluate(async () => axe.run());
        for (const violation of found.violations) {
            faults += 1;
            console.log("  FAULT axe", name, violation.id, violation.help, violation.nodes.length);
            console.log(violation.nodes[0].html.slice(0, 200));
        }
        const open = found.incomplete.map((rule) => rule.id);
        console.log(`  ${name}: axe ${found.violations.length} faults, ${found.passes.length} passed, open: ${open}; wider than the screen: ${wider}`);
        faults += wider ? 1 : 0;
    }
    const page = await browser.newPage();
    await page.goto("file://" + path.join(folder, "report.html"));
    const print = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    fs.writeFileSync(path.join(folder, "print.pdf"), print);
    await browser.close();
    process.exit(faults ? 1 : 0);
})();
