package io.github.panagrad.report.chart;

import io.github.panagrad.report.page.Markup;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Rewrites the SVG of VectorGraphics2D to a tenth of its size: a line that is split into segments becomes one path, numbers
 * lose invisible digits, default styles are left out, and the same drawing always gets the same identifiers. For one thread.
 */
public final class CompactSvg {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?");
    private static final Pattern PROPERTY = Pattern.compile("([\\w-]+)\\s*:([^;]*)");
    private static final Pattern RGB = Pattern.compile("rgb\\((\\d+),(\\d+),(\\d+)\\)");
    private static final Pattern REFERENCE = Pattern.compile("url\\(#([^)]+)\\)");

    /** Style properties that have no effect here. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "stroke",
            "none",
            "stroke-width",
            "1.0",
            "stroke-opacity",
            "1.0",
            "fill-opacity",
            "1.0",
            "stroke-dashoffset",
            "0.0");

    private final String prefix;
    private final Function<Color, String> colours;
    private final Map<String, String> identifiers = new HashMap<>();
    private final StringBuilder content = new StringBuilder();
    private String title = "";
    private String description = "";
    private String width = "0";
    private String height = "0";

    /**
     * Begins a drawing.
     *
     * @param prefix of all identifiers, so that several drawings can be in one page
     * @param colours how a colour is written
     */
    public CompactSvg(String prefix, Function<Color, String> colours) {
        this.prefix = prefix;
        this.colours = colours;
    }

    /** Sets the text for readers who cannot see the drawing. */
    public void describe(String text, String longer) {
        title = text;
        description = longer;
    }

    /** Adds a picture, behind everything that is added later. */
    void background(String base64Png, double[] bounds) {
        content.append("<image x=\"" + number(bounds[0], 1) + "\" y=\"" + number(bounds[1], 1) + "\" width=\""
                + number(bounds[2], 1) + "\" height=\"" + number(bounds[3], 1)
                + "\" preserveAspectRatio=\"none\" href=\"data:image/png;base64," + base64Png + "\"/>\n");
    }

    /** Adds a drawing. */
    public void read(byte[] svg) throws IOException {
        Element root = parse(svg);
        width = number(Double.parseDouble(root.getAttribute("width").replace("px", "")), 1);
        height = number(Double.parseDouble(root.getAttribute("height").replace("px", "")), 1);
        children(root);
    }

    private static Element parse(byte[] svg) throws IOException {
        // Its document type names a URL, which must not be requested.
        String text = new String(svg, StandardCharsets.UTF_8).replaceFirst("<!DOCTYPE[^>]*>", "");
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("the drawing that XChart made is not XML: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the drawing.
     *
     * @param isFile whether it is a file of its own, with a size and a namespace
     */
    public String written(boolean isFile) {
        String size = isFile
                ? " xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\"" + height + "\""
                : " xmlns=\"http://www.w3.org/2000/svg\"";
        return "<svg" + size + " viewBox=\"0 0 " + width + " " + height + "\" role=\"img\" aria-labelledby=\"" + prefix
                + "title " + prefix + "desc\">\n<title id=\"" + prefix + "title\">" + Markup.escaped(title)
                + "</title>\n<desc id=\"" + prefix + "desc\">" + Markup.escaped(description) + "</desc>\n" + content
                + "</svg>\n";
    }

    private void children(Element parent) {
        List<Element> elements = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        int i = 0;
        while (i < elements.size()) {
            i = isLine(elements.get(i)) ? lines(elements, i) : single(elements, i);
        }
    }

    private static boolean isLine(Element element) {
        return element.getTagName().equals("line");
    }

    /** Writes lines of the same style that follow one another as one path, and returns the position after them. */
    private int lines(List<Element> elements, int from) {
        String style = elements.get(from).getAttribute("style");
        StringBuilder path = new StringBuilder();
        String at = "";
        int i = from;
        while (i < elements.size()
                && isLine(elements.get(i))
                && elements.get(i).getAttribute("style").equals(style)) {
            Element line = elements.get(i);
            String start = coordinate(line, "x1") + " " + coordinate(line, "y1");
            String end = coordinate(line, "x2") + " " + coordinate(line, "y2");
            path.append(start.equals(at) ? "" : "M" + start).append('L').append(end);
            at = end;
            i++;
        }
        content.append("<path d=\"" + path + "\"" + style(style) + "/>\n");
        return i;
    }

    private int single(List<Element> elements, int i) {
        Element element = elements.get(i);
        switch (element.getTagName()) {
            case "g" -> group(element);
            case "defs" -> wrapped("defs", "", element);
            case "clipPath" -> wrapped("clipPath", " id=\"" + identifier(element.getAttribute("id")) + "\"", element);
            default -> leaf(element);
        }
        return i + 1;
    }

    private void group(Element element) {
        StringBuilder attributes = new StringBuilder();
        attribute(attributes, element, "transform", value -> rounded(value, 1));
        attribute(attributes, element, "clip-path", this::referred);
        attributes.append(style(element.getAttribute("style")));
        if (attributes.isEmpty()) {
            children(element);
        } else {
            wrapped("g", attributes.toString(), element);
        }
    }

    private void wrapped(String tag, String attributes, Element element) {
        int start = content.length();
        content.append("<" + tag + attributes + ">\n");
        int inside = content.length();
        children(element);
        if (content.length() == inside && !tag.equals("clipPath")) {
            content.setLength(start);
        } else {
            content.append("</" + tag + ">\n");
        }
    }

    private void leaf(Element element) {
        StringBuilder attributes = new StringBuilder();
        for (String name : List.of("x", "y", "width", "height", "cx", "cy", "rx", "ry", "r", "points")) {
            attribute(attributes, element, name, value -> rounded(value, 1));
        }
        // Letters are small, and shown larger than other things.
        attribute(attributes, element, "d", value -> tight(rounded(value, 2)));
        attribute(attributes, element, "clip-path", this::referred);
        String style = style(element.getAttribute("style"));
        boolean invisible = style.contains(" fill=\"none\"") && !style.contains(" stroke=");
        boolean isClip = element.getParentNode() instanceof Element parent
                && parent.getTagName().equals("clipPath");
        if (isClip || !invisible) {
            content.append("<" + element.getTagName() + attributes + (isClip ? "" : style) + "/>\n");
        }
    }

    private static void attribute(
            StringBuilder attributes, Element element, String name, Function<String, String> written) {
        if (element.hasAttribute(name)) {
            attributes.append(" " + name + "=\"" + Markup.escaped(written.apply(element.getAttribute(name))) + "\"");
        }
    }

    private String style(String style) {
        Map<String, String> properties = new LinkedHashMap<>();
        Matcher property = PROPERTY.matcher(style);
        while (property.find()) {
            properties.put(property.group(1), property.group(2).strip());
        }
        StringBuilder attributes = new StringBuilder();
        properties.forEach((name, value) -> {
            if (!value.equals(DEFAULTS.get(name)) && !name.equals("stroke-miterlimit")) {
                attributes.append(" " + name + "=\"" + Markup.escaped(property(value)) + "\"");
            }
        });
        return attributes.toString();
    }

    private String property(String value) {
        Matcher rgb = RGB.matcher(value);
        if (rgb.matches()) {
            return colours.apply(new Color(
                    Integer.parseInt(rgb.group(1)), Integer.parseInt(rgb.group(2)), Integer.parseInt(rgb.group(3))));
        }
        return rounded(value, 2);
    }

    private String referred(String value) {
        return REFERENCE.matcher(value).replaceAll(found -> "url(#" + identifier(found.group(1)) + ")");
    }

    private String identifier(String found) {
        return identifiers.computeIfAbsent(found, _ -> prefix + "clip" + identifiers.size());
    }

    private static String coordinate(Element element, String name) {
        return number(Double.parseDouble(element.getAttribute(name)), 1);
    }

    private static String rounded(String text, int digits) {
        return NUMBER.matcher(text).replaceAll(found -> number(Double.parseDouble(found.group()), digits));
    }

    /** Leaves out what separates nothing: "M 1,2 L 3,-4 Z" is "M1 2L3-4Z". */
    private static String tight(String path) {
        return path.replace(',', ' ')
                .replaceAll("\\s*([A-Za-z])\\s*", "$1")
                .replaceAll("\\s+(?=-)", "")
                .replaceAll("\\s+", " ");
    }

    private static String number(double value, int digits) {
        // One or two digits, of small numbers: far faster than String.format, which took most of the time.
        int unit = digits == 1 ? 10 : 100;
        long parts = Math.round(value * unit);
        long whole = Math.abs(parts / unit);
        long fraction = Math.abs(parts % unit);
        String text = (parts < 0 ? "-" : "") + whole;
        if (fraction == 0) {
            return text;
        }
        String padded = digits == 2 && fraction < 10 ? "0" + fraction : Long.toString(fraction);
        return text + "." + (digits == 2 && fraction % 10 == 0 ? padded.substring(0, 1) : padded);
    }
}
