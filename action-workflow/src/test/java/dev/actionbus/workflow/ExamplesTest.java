package dev.actionbus.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the examples show is accepted, and they show every construct. */
final class ExamplesTest {

    private static final Path EXAMPLES = Path.of("..", "examples", "workflows");

    @Test
    void everyExampleIsAcceptedAndEveryConstructHasOne() throws IOException {
        Set<String> shown = new TreeSet<>();
        for (Path file : files()) {
            Reading reading = WorkflowReader.read(Files.readString(file));
            assertThat(reading).as("%s", file).isInstanceOf(Reading.Read.class);
            Workflow workflow = ((Reading.Read) reading).workflow();
            assertThat(file.getFileName()).hasToString(workflow.name() + ".yaml");
            for (WorkflowStep step : workflow.steps()) {
                shown.add(step.work().getClass().getSimpleName());
                shown.add(step.each().getClass().getSimpleName());
                shown.add(step.onFailure().text());
                step.when().ifPresent(when -> shown.add("when"));
                step.compensate().ifPresent(undo -> shown.add("undo"));
            }
        }
        assertThat(shown)
                .containsExactlyInAnyOrder(
                        "Action",
                        "SubWorkflow",
                        "Delay",
                        "Signal",
                        "Approval",
                        "Once",
                        "Map",
                        "Loop",
                        "fail",
                        "continue",
                        "compensate",
                        "when",
                        "undo");
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }
}
