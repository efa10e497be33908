/*
 * review.cjs DIRECTORY [PICTURE]: opens page.html and empty.html there, decides every pair by keyboard, saves
 * decisions.tsv and, in `expected`, the labels that they must come to. With PICTURE (a name without
 * an end) it also takes pictures of the page in light and dark.
 */
"use strict";
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { chromium } = require("playwright-core");
const axe = require.resolve("axe-core/axe.min.js");

const [directory, picture] = process.argv.slice(2);
const file = name => "file://" + path.resolve(directory, name);
const keys = { s: "same", d: "different", u: "unsure", f: "forbidden" };

/* Nothing may be asked of the network, no script may complain, no dialog may open. */
async function open(browser, name, options) {
	const context = await browser.newContext({ viewport: { width: 1280, height: 1000 }, ...options });
	const page = await context.newPage();
	const asked = [];
	page.on("request", request => request.url().startsWith("file:") || request.url().startsWith("blob:") || asked.push(request.url()));
	page.on("pageerror", error => { throw error; });
	page.on("console", message => { if (message.type() === "error") throw new Error(message.text()); });
	page.on("dialog", dialog => dialog.type() === "alert" ? assert.fail("a value ran as a script") : dialog.accept());
	await page.goto(file(name));
	page.check = () => assert.deepEqual(asked, []);
	return page;
}

/* The page's policy keeps every script out, so the rules are run from outside it. */
async function accessible(browser, name, steps, colorScheme) {
	const page = await open(browser, name, { bypassCSP: true, colorScheme });
	for (const key of steps) await page.keyboard.press(key);
	await page.addStyleTag({ content: "* { transition: none !important }" });
	await page.addScriptTag({ path: axe });
	const found = await page.evaluate(() => window.axe.run(document));
	assert.deepEqual(found.violations.map(rule => rule.id + ": " + rule.nodes.map(node => node.target).join(", ")), [], name + " " + colorScheme);
	assert.ok(found.passes.length > 15);
	await page.context().close();
}

const text = (page, selector) => page.locator(selector).innerText();
const row = async (page, name) => page.locator("#cells tr", { has: page.locator("th", { hasText: name }) }).innerText();

/* Goes to the pair whose first record is `id`. */
async function find(page, id) {
	for (let i = 0; i < 20; i++) {
		if ((await text(page, "#head-a")).includes(id) || (await text(page, "#head-b")).includes(id)) return;
		await page.keyboard.press("o");
	}
	assert.fail("no pair of " + id);
}

async function content(page) {
	await find(page, "gp:2");
	assert.match(await row(page, "Surname"), /TREGEAR\s+TREGEER\s+≠\s+differs/);
	assert.equal(await page.locator("#cells tr.differs mark").first().innerText(), "A");
	assert.match(await row(page, "Date of birth"), /≠\s+differs\s+day and month swapped/);
	assert.match(await row(page, "Postcode"), /=\s+same/);
	await find(page, "care:1");
	assert.match(await row(page, "Postcode"), /hidden\s+hidden\s+≈\s+one in common/);
	assert.match(await row(page, "Forename"), /MARIE[^]*one in common/);
	assert.ok(!(await page.content()).includes("LE28AA"));
	await find(page, "gp:3");
	assert.match(await row(page, "Surname"), /<img src=x onerror=alert\(1\)>/);
	assert.equal(await page.locator("#cells img").count(), 0);
	await find(page, "gp:4");
	assert.match(await row(page, "Forename"), /missing\s+KERRA\s+–\s+missing in one/);
}

/* Weights are out of sight until the pair is decided, and then add up. */
async function weights(page) {
	await find(page, "gp:5");
	assert.ok(await page.locator("#blinded").isVisible());
	assert.equal(await page.locator("#steps tr").count(), 0);
	await page.keyboard.press("s");
	assert.match(await text(page, "#status"), /^Pair \d: same child\.$/);
	const number = cell => Number(cell.replace("\u2212", "-"));
	const cells = await page.locator("#steps tr").evaluateAll(rows => rows.map(r => [...r.cells].map(c => c.textContent)));
	const total = number(cells.pop()[2]);
	const sum = cells.reduce((all, c) => all + number(c[2]), 0);
	assert.ok(Math.abs(sum - total) < 0.03, sum + " is not " + total);
	assert.equal(number(cells[cells.length - 1][3]), total);
	assert.match(await text(page, "#summary"), /rule number links it.*Weight [\d.]+ bits, probability .* threshold of 8\.00/);
	assert.ok(!(await page.locator("#blinded").isVisible()));
	assert.equal(await page.locator("#verdicts [aria-pressed=true]").innerText().then(t => t.includes("Same child")), true);
	await page.keyboard.press("z");
	assert.ok(await page.locator("#blinded").isVisible());
	assert.match(await text(page, "#status"), /no decision/);
	await page.keyboard.press("z");
	assert.match(await text(page, "#status"), /nothing to undo/);
	await page.locator("#blind").uncheck();
	assert.ok(await page.locator("#steps tr").count() > 3);
	await page.locator("#blind").check();
}

async function decideAll(page) {
	const labels = [];
	const order = { "gp:1": "f", "gp:2": "d", "gp:3": "s", "gp:4": "u", "gp:5": "s" };
	for (const [id, key] of Object.entries(order)) {
		await find(page, id);
		const ids = [await text(page, "#head-a .id"), await text(page, "#head-b .id")];
		await page.keyboard.press(key);
		if (key !== "u") labels.push([...ids, keys[key]].join("\t"));
		if (id !== "gp:2") continue;
		await page.keyboard.press("e");
		assert.equal(await page.evaluate(() => document.activeElement.id), "note");
		await page.keyboard.type("# a tab\tand a \\ should do");
		await page.keyboard.press("Escape");
		assert.equal(await page.evaluate(() => document.activeElement.id), "title");
	}
	assert.match(await text(page, "#progress"), /5 of 5 pairs decided/);
	await page.keyboard.press("o");
	assert.match(await text(page, "#status"), /Every pair is decided/);
	fs.writeFileSync(path.join(directory, "expected"), labels.sort().join("\n") + "\n");
}

async function save(page) {
	await page.locator("#download").focus();
	await page.keyboard.press("Enter");
	assert.match(await text(page, "#kept"), /who the reviewer is/);
	assert.equal(await page.evaluate(() => document.activeElement.id), "reviewer");
	await page.keyboard.type("sd");
	assert.match(await text(page, "#progress"), /5 of 5/);
	const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#download").press("Enter")]);
	assert.match(download.suggestedFilename(), /^decisions-[0-9a-f]{16}\.tsv$/);
	await download.saveAs(path.join(directory, "decisions.tsv"));
	const lines = fs.readFileSync(path.join(directory, "decisions.tsv"), "utf8").split("\n");
	assert.equal(lines[0], "id_a\tid_b\tverdict\treviewer\tnote\twhen");
	assert.equal(lines.length, 7);
	assert.ok(lines.some(line => /\tdifferent\tsd\t\\x23 a tab ?and a \\\\ should do\t\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(line)), lines.join("\n"));
	assert.ok(!/PELLOW|LE\d/.test(lines.join("\n")));
}

/* Progress outlives a reload, a file of decisions another browser; forgetting is thorough. */
async function resume(browser, page) {
	await page.reload();
	assert.match(await text(page, "#progress"), /5 of 5/);
	const kept = await page.evaluate(() => JSON.stringify(localStorage));
	assert.ok(!/gp:|school:|PELLOW/.test(kept), kept);
	await page.locator("#forget").click();
	assert.match(await text(page, "#progress"), /0 of 5/);
	await page.reload();
	assert.match(await text(page, "#progress"), /0 of 5/);
	page.check();
	const other = await open(browser, "page.html");
	await other.locator("#load").setInputFiles(path.join(directory, "decisions.tsv"));
	await other.waitForFunction(() => document.getElementById("kept").textContent.startsWith("5 of 5"));
	assert.match(await text(other, "#progress"), /5 of 5/);
	assert.equal(await other.locator("#reviewer").inputValue(), "sd");
	other.check();
}

/* Who does not want single keys, or goes on by himself, can have it so. */
async function settings(page) {
	await page.locator("#keys").uncheck();
	await page.locator("#title").focus();
	await page.keyboard.press("s");
	assert.match(await text(page, "#progress"), /0 of 5/);
	await page.locator("#keys").check();
	await page.locator("#onward").check();
	await page.locator("#title").focus();
	await page.keyboard.press("d");
	assert.equal(await text(page, "#title"), "Pair 2 of 5");
	await page.keyboard.press("Tab");
	assert.equal(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), "solid");
	await page.keyboard.press("z");
	assert.equal(await text(page, "#title"), "Pair 1 of 5");
}

async function main() {
	const browser = await chromium.launch({ executablePath: "/usr/bin/chromium",
		args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
	try {
		const page = await open(browser, "page.html");
		assert.match(await text(page, "#level"), /^Identifiable/);
		await content(page);
		await weights(page);
		await decideAll(page);
		await save(page);
		await resume(browser, page);
		await settings(await open(browser, "page.html"));
		const narrow = await open(browser, "page.html", { viewport: { width: 360, height: 640 } });
		await narrow.keyboard.press("d");
		assert.equal(await narrow.evaluate(() => document.documentElement.scrollWidth), 360);
		const empty = await open(browser, "empty.html");
		assert.ok(await empty.locator("#empty").isVisible());
		await empty.keyboard.press("s");
		for (const scheme of ["light", "dark"]) {
			await accessible(browser, "page.html", [], scheme);
			await accessible(browser, "page.html", ["d"], scheme);
			await accessible(browser, "empty.html", [], scheme);
			if (!picture) continue;
			const shown = await open(browser, "page.html", { colorScheme: scheme });
			await find(shown, "gp:2");
			await shown.keyboard.press("d");
			await shown.screenshot({ path: picture + "-" + scheme + ".png", fullPage: true });
		}
	} finally {
		await browser.close();
	}
}

main().catch(error => {
	console.error(error);
	process.exit(1);
});
