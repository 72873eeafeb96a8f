# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The style of a report as a page, and its symbols: constants, into which no text of servers or users goes. Private to longops.oracle."""

from __future__ import annotations

#: Colours on which all text has a contrast of 4.5 to 1 or more (WCAG 2.2, 1.4.3).
LIGHT = """--paper:#fff;--wash:#f6f7f8;--ink:#1b1f24;--soft:#57606a;--line:#dfe3e8;--grid:#e9ecef;
--succeeded:#1a7f4b;--failed:#c4272f;--canceled:#5f6873;--attention:#945600;--pending:#2263a8;--unreadable:#8a3ea8"""
DARK = """--paper:#14171b;--wash:#1c2026;--ink:#e6e9ed;--soft:#9ba6b2;--line:#333a43;--grid:#262c34;
--succeeded:#4ec28a;--failed:#ff8079;--canceled:#a5afba;--attention:#e5b04a;--pending:#79b4f5;--unreadable:#d2a0ea"""

STYLE = f"""
:root{{color-scheme:light dark;{LIGHT}}}
@media(prefers-color-scheme:dark){{:root{{{DARK}}}}}
*{{box-sizing:border-box}}
body{{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}}
main{{max-width:1180px;margin:0 auto;padding:2.5rem 1.5rem 3rem}}
h1{{font-size:1.75rem;line-height:1.25;font-weight:650;letter-spacing:-.012em;margin:.15rem 0 1.1rem;display:flex;gap:.7rem;align-items:flex-start;
overflow-wrap:anywhere}}
.i{{width:1rem;height:1rem;flex:none;vertical-align:-.15rem}}
h1 .i{{width:1.75rem;height:1.75rem;margin-top:.22rem}}
h2{{font-size:1.15rem;font-weight:650;margin:2.6rem 0 .6rem;letter-spacing:-.005em}}
h3{{font-size:1rem;font-weight:650;margin:0;overflow-wrap:anywhere}}
h4{{font-size:.8rem;font-weight:600;color:var(--soft);margin:1.1rem 0 .3rem}}
p{{margin:.4rem 0}}
a{{color:inherit;text-decoration:underline;text-decoration-color:var(--line);text-underline-offset:.2em}}
a:hover{{text-decoration-color:currentColor}}
a:focus-visible,summary:focus-visible{{outline:2px solid var(--pending);outline-offset:2px;border-radius:3px}}
code{{font:.86em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}}
table{{border-collapse:collapse;width:100%}}
th,td{{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;font-weight:400;border-bottom:1px solid var(--line)}}
thead th{{font-size:.8rem;font-weight:600;color:var(--soft);white-space:nowrap}}
caption{{text-align:left;color:var(--soft);font-size:.86rem;padding-bottom:.5rem}}
.kicker{{color:var(--soft);font-size:.86rem;margin:0}}
.soft,small{{color:var(--soft);font-size:.86rem;font-weight:400}}
.g{{stroke:var(--paper);fill:none;stroke-width:1.9;stroke-linecap:round;stroke-linejoin:round}}
.o{{stroke:currentColor;fill:var(--paper);stroke-width:1.7}}
.k{{stroke:currentColor;fill:none;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}}
.succeeded{{--v:var(--succeeded)}}.failed{{--v:var(--failed)}}.canceled{{--v:var(--canceled)}}
.attention{{--v:var(--attention)}}.pending{{--v:var(--pending)}}.unreadable{{--v:var(--unreadable)}}
.i,.bar,.word{{color:var(--v,var(--soft))}}
.sums{{list-style:none;display:flex;flex-wrap:wrap;gap:.5rem;padding:0;margin:0 0 1.1rem}}
.sums li{{display:flex;align-items:center;gap:.45rem;border:1px solid var(--line);border-radius:999px;padding:.22rem .85rem .22rem .6rem}}
.sums b{{font-weight:650}}
.facts{{display:flex;flex-wrap:wrap;gap:.3rem 2rem;margin:0}}
.facts dt{{color:var(--soft);font-size:.8rem}}
.facts dd{{margin:0}}
.notes{{margin:1.2rem 0 0;padding:.7rem 1rem .7rem 1.9rem;background:var(--wash);border-radius:8px}}
.legend{{display:flex;flex-wrap:wrap;gap:.25rem 1.4rem;list-style:none;margin:0 0 .4rem;padding:0;color:var(--soft);font-size:.8rem}}
.legend li{{display:flex;gap:.45rem;align-items:center}}
.legend svg{{width:34px;height:16px;flex:none;color:var(--soft);overflow:visible}}
.time{{table-layout:fixed}}
.time .n{{width:36%}}.time .d{{width:7.5rem;text-align:right;padding-right:0}}
.d span,.d small{{white-space:nowrap}}
.time td,.time th{{vertical-align:middle}}
.time .c{{padding:0 1rem}}
.time thead .c{{vertical-align:bottom}}
.name{{display:flex;gap:.5rem;align-items:baseline;font-weight:550;overflow-wrap:anywhere;line-height:1.35}}
.name .i{{align-self:flex-start;margin-top:.15rem}}
.sub{{display:block;color:var(--soft);font-size:.82rem;padding-left:1.5rem;overflow-wrap:anywhere;line-height:1.4}}
.word{{font-weight:550}}
.axis{{display:block;width:100%;height:38px;overflow:visible;color:var(--soft);font-size:11.5px;font-weight:400}}
.axis text{{fill:currentColor}}
.axis .b{{fill:var(--ink)}}
.bar{{display:block;width:100%;height:34px;overflow:visible}}
.grid{{stroke:var(--grid);stroke-width:1}}
.from{{stroke:var(--soft);stroke-width:1;stroke-dasharray:2 3}}
.q{{stroke:currentColor;stroke-width:2;stroke-linecap:round;opacity:.75}}
.run{{fill:currentColor;fill-opacity:.2}}
.seen{{fill:currentColor;fill-opacity:.12;stroke:currentColor;stroke-opacity:.75;stroke-dasharray:3 3}}
.pct{{fill:currentColor;fill-opacity:.62}}
.dot{{fill:currentColor}}
.att{{fill:url(#hatch)}}
.hatch{{stroke:var(--attention);stroke-width:2.4}}
.area{{fill:currentColor;fill-opacity:.55}}
.op{{border:1px solid var(--line);border-left:4px solid var(--v);border-radius:8px;padding:.9rem 1.1rem 1rem;margin:.8rem 0}}
.op>h3,.op>summary h3{{display:inline-flex;gap:.5rem;align-items:baseline;flex-wrap:wrap}}
.op .i{{align-self:center}}
summary{{cursor:pointer}}
details.op:not([open]){{padding-block:.5rem}}
.why{{display:block;color:var(--soft);font-size:.86rem;padding-left:1.5rem;overflow-wrap:anywhere}}
.id{{margin:.25rem 0 .2rem}}
.errors{{list-style:none;margin:.6rem 0 .2rem;padding:0}}
.errors li{{margin:.45rem 0;padding-left:.8rem;border-left:2px solid var(--v);overflow-wrap:anywhere}}
.errors b{{font-weight:650}}
.text{{white-space:pre-line;overflow-wrap:anywhere}}
.cat{{display:inline-block;font-size:.78rem;border:1px solid var(--line);border-radius:4px;padding:0 .4rem;margin-left:.4rem;color:var(--soft)}}
.two{{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:0 2.2rem}}
.two table{{font-size:.88rem}}
.two td,.two th{{padding-block:.2rem;overflow-wrap:anywhere}}
.at{{white-space:nowrap}}
.two th[scope=row]{{color:var(--soft);white-space:nowrap;width:1%}}
.list{{font-size:.86rem}}
.list td,.list th{{padding-block:.22rem}}
.list td:last-child{{padding-right:0}}
.num{{text-align:right;white-space:nowrap}}
.warn li{{margin:.3rem 0;overflow-wrap:anywhere}}
footer{{margin-top:3rem;padding-top:.9rem;border-top:1px solid var(--line);color:var(--soft);font-size:.82rem}}
@media(max-width:720px){{
body{{font-size:16px}}
main{{padding:1.4rem 1rem 2rem}}
h1{{font-size:1.4rem}}h1 .i{{width:1.4rem;height:1.4rem}}
.minor{{display:none}}
.time,.time thead,.time tbody,.time caption{{display:block}}
.time tr{{display:grid;grid-template-columns:1fr auto;border-bottom:1px solid var(--line);padding:.55rem 0 .35rem}}
.time th,.time td{{border:0;padding:0}}
.time thead tr{{padding:0;border:0}}
.time thead .n,.time thead .d{{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}}
.time .n{{width:auto;grid-area:1/1}}
.time .d{{width:auto;grid-area:1/2;padding-left:.8rem;font-size:.9rem;max-width:7.5rem}}
.time .c{{grid-area:2/1/3/3;padding:.2rem .6rem 0}}
.list,.list tbody{{display:block}}.list thead{{display:none}}
.list tr{{display:block;border-bottom:1px solid var(--line);padding:.4rem 0}}
.list td,.list th{{display:inline-block;max-width:100%;border:0;padding:0 .5rem 0 0;overflow-wrap:anywhere}}
.list .l{{display:block}}
}}
@page{{margin:14mm}}
@media print{{
:root{{color-scheme:light;{LIGHT}}}
*{{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
body{{font-size:10.5pt}}main{{max-width:none;padding:0}}
h2,h3,h4{{break-after:avoid}}
tr,.errors li,.facts,.sums{{break-inside:avoid}}
.op{{break-inside:auto}}.two{{grid-template-columns:1fr 1fr}}thead{{display:table-header-group}}
a{{text-decoration:none}}
}}
"""

#: The symbol of each verdict: they differ in form, not only in colour.
SYMBOLS = (
    '<symbol id="i-succeeded" viewBox="0 0 18 18"><circle cx="9" cy="9" r="8" fill="currentColor"/>'
    '<path class="g" d="M5.4 9.3l2.5 2.5 4.8-5.3"/></symbol>'
    '<symbol id="i-failed" viewBox="0 0 18 18"><circle cx="9" cy="9" r="8" fill="currentColor"/>'
    '<path class="g" d="M6.2 6.2l5.6 5.6M11.8 6.2l-5.6 5.6"/></symbol>'
    '<symbol id="i-canceled" viewBox="0 0 18 18"><circle class="o" cx="9" cy="9" r="7"/><path class="k" d="M4.4 4.4l9.2 9.2"/></symbol>'
    '<symbol id="i-attention" viewBox="0 0 18 18"><path d="M9 1.2L17.3 16.4H.7z" fill="currentColor" stroke="currentColor"'
    ' stroke-linejoin="round"/><path class="g" d="M9 6.4v4.4M9 13.6v.1"/></symbol>'
    '<symbol id="i-pending" viewBox="0 0 18 18"><circle class="o" cx="9" cy="9" r="7"/><path class="k" d="M9 5.2V9l2.6 1.8"/></symbol>'
    '<symbol id="i-unreadable" viewBox="0 0 18 18"><circle class="o" cx="9" cy="9" r="7"/>'
    '<path class="k" d="M6.9 7.2a2.1 2.1 0 1 1 3 1.9c-.6.3-.9.7-.9 1.3M9 12.9v.1"/></symbol>'
    '<symbol id="earlier" viewBox="0 0 18 18"><path class="k" d="M12.5 4.5L8 9l4.5 4.5"/></symbol>'
    '<pattern id="hatch" patternUnits="userSpaceOnUse" width="6" height="6" patternTransform="rotate(45)">'
    '<path class="hatch" d="M0 0v6"/></pattern>'
)
