package io.felucca.client;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

/** What the documentation shows is what is compiled in {@link Examples}. */
public class ExamplesTest {
  private static final Path SOURCES = Path.of("src/main/java/io/felucca/client");
  private static final Path COMPILED = Path.of("src/test/java/io/felucca/client/Examples.java");
  private static final Path ROOT = Path.of("../..");
  private static final Pattern JAVADOC =
      Pattern.compile("<pre>\\{@code\\n(.*?)\\}</pre>", Pattern.DOTALL);
  private static final Pattern MARKDOWN = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

  @Test
  public void examplesOfTheJavadocAreCompiled() throws IOException {
    List<String> examples = new ArrayList<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        examples.addAll(blocks(JAVADOC, Files.readString(file).replaceAll("(?m)^ +\\* ?", "")));
      }
    }
    assertCompiled(examples);
  }

  @Test
  public void examplesOfTheGuideAreCompiled() throws IOException {
    assertCompiled(blocks(MARKDOWN, Files.readString(ROOT.resolve("docs/client.md"))));
  }

  @Test
  public void exampleOfTheReadmeIsTheFirstOfTheGuide() throws IOException {
    String guide = blocks(MARKDOWN, Files.readString(ROOT.resolve("docs/client.md"))).get(0);
    for (String block : blocks(MARKDOWN, Files.readString(ROOT.resolve("README.md")))) {
      assertTrue(block, dense(block).equals(dense(guide)));
    }
  }

  @Test
  public void firstExampleHasTenLinesAtMost() throws IOException {
    String guide = blocks(MARKDOWN, Files.readString(ROOT.resolve("docs/client.md"))).get(0);
    long statements =
        guide.lines().filter(line -> line.endsWith(";") || line.endsWith("{")).count();
    assertTrue(guide, statements <= 10);
  }

  private static List<String> blocks(Pattern pattern, String text) {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    return blocks;
  }

  private static void assertCompiled(List<String> examples) throws IOException {
    String compiled = dense(Files.readString(COMPILED));
    assertFalse(examples.isEmpty());
    for (String example : examples) {
      assertTrue("not in " + COMPILED + ":\n" + example, compiled.contains(dense(example)));
    }
  }

  /** Without white space, which the formatter sets as it likes. */
  private static String dense(String text) {
    return text.replaceAll("\\s+", "");
  }
}
