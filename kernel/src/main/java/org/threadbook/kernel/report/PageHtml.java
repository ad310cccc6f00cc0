package org.threadbook.kernel.report;

import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.small;
import static j2html.TagCreator.span;
import static j2html.TagCreator.strong;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import j2html.tags.specialized.ThTag;

import org.threadbook.kernel.report.Grid.Column;
import org.threadbook.kernel.report.Grid.Entry;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes a page as HTML that is legible everywhere: on light and dark, as it sets no colours, and
 * where styles and folding are stripped, as on GitHub, as alignment is an attribute too.
 */
final class PageHtml {
    private static final String PARAGRAPH = "margin:0 0 0.6em 0;";
    private static final String QUIET = "opacity:0.75;";
    private static final String TABLE =
            "border-collapse:collapse;margin:0 0 0.6em 0;table-layout:auto;"
                    + "font-variant-numeric:tabular-nums;";
    private static final String HEADING =
            "font-weight:600;vertical-align:bottom;padding:0.3em 0.45em;cursor:help;"
                    + "border:none;border-bottom:1px solid currentColor;";
    private static final String ENTRY =
            "font-weight:normal;vertical-align:baseline;padding:0.3em 0.45em;border:none;";

    /** Quantities stay on one line; words may be broken, so that a long one widens nothing. */
    private static final String ONE_LINE = "white-space:nowrap;";

    private static final String WORDS = "white-space:normal;overflow-wrap:anywhere;";

    private static final int SHORT = 32;

    private PageHtml() {}

    static String of(Page page) {
        return div(
                        each(page.reading().stream().map(PageHtml::quiet)),
                        p(strong(page.headline())).withStyle(PARAGRAPH),
                        each(page.executors().stream().map(PageHtml::grid)),
                        notes(page.notes()),
                        each(page.results().stream().map(PageHtml::results)),
                        each(page.tasks(), PageHtml::folded),
                        each(page.caption().stream().map(PageHtml::quiet)))
                .withClass("threadbook-report")
                .render();
    }

    private static DomContent quiet(String sentence) {
        return p(small(sentence)).withStyle(PARAGRAPH + QUIET);
    }

    private static DomContent notes(List<String> notes) {
        if (notes.isEmpty()) return text("");
        return ul(each(notes, note -> li(note)))
                .withStyle("margin:0 0 0.6em 0;padding-left:1.4em;");
    }

    private static DomContent results(Section section) {
        return div(p(section.title()).withStyle(PARAGRAPH), content(section));
    }

    private static DomContent folded(Section section) {
        return details(summary(section.title()).withStyle("cursor:pointer;"), content(section))
                .withStyle(PARAGRAPH);
    }

    private static DomContent content(Section section) {
        return each(
                section.grid().rows().isEmpty() ? text("") : grid(section.grid()),
                section.more().isEmpty() ? text("") : quiet(section.more()));
    }

    /** A table that is wider than the page scrolls by itself. */
    private static DomContent grid(Grid grid) {
        return div(table(
                                thead(tr(each(grid.columns(), PageHtml::heading))),
                                tbody(each(grid.rows(), row -> row(grid.columns(), row))))
                        .withStyle(TABLE))
                .withStyle("overflow-x:auto;");
    }

    private static DomContent heading(Column column) {
        return aligned(th(title(column)).withTitle(column.explanation()), column)
                .attr("scope", "col")
                .withStyle(HEADING + textAlign(column));
    }

    /** A heading may be broken between its words, not at a hyphen. */
    private static DomContent title(Column column) {
        return column.title().contains("-")
                ? span(column.title()).withStyle(ONE_LINE)
                : text(column.title());
    }

    private static boolean isShort(Entry entry) {
        return CleanText.length(entry.text()) <= SHORT;
    }

    private static DomContent row(List<Column> columns, List<Entry> row) {
        return tr(
                each(
                        IntStream.range(0, columns.size())
                                .mapToObj(
                                        at ->
                                                at == 0
                                                        ? rowHeading(columns.get(at), row.get(at))
                                                        : entry(columns.get(at), row.get(at)))));
    }

    private static DomContent rowHeading(Column column, Entry entry) {
        return aligned(th(content(entry)), column)
                .attr("scope", "row")
                .withStyle(ENTRY + ONE_LINE + textAlign(column));
    }

    private static DomContent entry(Column column, Entry entry) {
        return td(content(entry))
                .attr("align", align(column))
                .withStyle(
                        ENTRY
                                + (column.numbers() || isShort(entry) ? ONE_LINE : WORDS)
                                + textAlign(column));
    }

    private static ThTag aligned(ThTag heading, Column column) {
        return heading.attr("align", align(column));
    }

    private static DomContent content(Entry entry) {
        var main = entry.strong() ? strong(entry.text()) : text(entry.text());
        if (entry.aside().isEmpty()) return main;
        return each(main, text(" "), small(entry.aside()).withStyle(QUIET + "display:block;"));
    }

    private static String align(Column column) {
        return column.numbers() ? "right" : "left";
    }

    private static String textAlign(Column column) {
        return "text-align:" + align(column) + ";";
    }
}
