package io.felucca.registry.graph;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.registry.declare.Declaration;
import io.felucca.registry.declare.PluginUri;
import io.felucca.registry.declare.Schema;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class OrderTest {
  private static Wanted plugin(String type, String id, String... requires) {
    PluginUri uri = new PluginUri(type, id);
    Declaration declaration = new Declaration(uri, List.of(requires), true);
    Candidate candidate = new Candidate(declaration, null, "", () -> Schema.NONE);
    return new Wanted(uri, List.of(candidate), Map.of(), property -> true, false);
  }

  private static List<String> order(Wanted... plugins) {
    return Order.of(List.of(plugins)).stream().map(step -> step.wanted().uri() + "").toList();
  }

  @Test
  public void whatIsRequiredComesFirst() {
    assertEquals(
        List.of("z.1", "m.1", "m.2", "a.1"),
        order(plugin("a", "1", "m"), plugin("m", "1", "z"), plugin("m", "2"), plugin("z", "1")));
  }

  @Test
  public void thoseThatRequireAllComeLast() {
    assertEquals(
        List.of("b.1", "c.1", "a.1"),
        order(plugin("a", "1", "*"), plugin("b", "1"), plugin("c", "1")));
  }

  @Test
  public void stepsNameWhatMustBeDoneBefore() {
    List<Order.Step> steps = Order.of(List.of(plugin("a", "1", "b"), plugin("b", "1", "gone")));
    assertTrue(steps.get(0).after().isEmpty());
    assertEquals("[b.1]", steps.get(1).after() + "");
  }

  @Test
  public void aCircleHasAnOrderToo() {
    List<Order.Step> steps =
        Order.of(List.of(plugin("a", "1", "b"), plugin("b", "1", "a"), plugin("c", "1", "c")));
    assertEquals(
        List.of("b.1", "a.1", "c.1"), steps.stream().map(s -> s.wanted().uri() + "").toList());
    assertTrue(steps.get(0).after().isEmpty());
  }
}
