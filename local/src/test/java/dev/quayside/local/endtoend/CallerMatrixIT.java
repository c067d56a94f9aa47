package dev.quayside.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.quayside.local.endtoend.Staging.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every route called as every caller, held against {@code caller-matrix.txt}. */
class CallerMatrixIT {
    private static final String ALLOWED = "ok";

    private static final Map<Route, Map<Who, String>> MATRIX = matrix();

    @Test
    void every_http_function_has_a_row_and_every_row_a_function() {
        assertThat(MATRIX.keySet()).containsExactlyInAnyOrderElementsOf(Staging.routes());
    }

    @TestFactory
    Stream<DynamicTest> every_route_as_every_caller() {
        ContractClient client = new ContractClient();
        return MATRIX.entrySet().stream()
                .map(row -> dynamicTest(
                        row.getKey().toString(), () -> callAsEveryone(client, row.getKey(), row.getValue())));
    }

    private static void callAsEveryone(ContractClient client, Route route, Map<Who, String> expected) {
        List<String> faults = new ArrayList<>();
        expected.forEach((who, cell) -> {
            Ask ask = Samples.get(client).of(route, who);
            Answer answer = client.send(who, ask);
            if (!fits(answer, cell)) {
                faults.add(who + " should meet " + cell + ": " + ask + " answers " + answer);
            }
        });
        assertThat(faults).isEmpty();
    }

    /** An allowed call may come too late for the state that the thing is in, but not be refused otherwise. */
    private static boolean fits(Answer answer, String cell) {
        return cell.equals(ALLOWED) ? answer.isSuccess() : answer.status() == Integer.parseInt(cell);
    }

    private static Map<Route, Map<Who, String>> matrix() {
        Map<Route, Map<Who, String>> rows = new LinkedHashMap<>();
        text().lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            Iterator<String> cells =
                    Arrays.asList(line.strip().split("\\s+", -1)).iterator();
            Route route = new Route(cells.next(), cells.next());
            Map<Who, String> row = new LinkedHashMap<>();
            for (Who who : Who.values()) {
                row.put(who, cells.next());
            }
            rows.put(route, row);
        });
        return rows;
    }

    private static String text() {
        try (InputStream in = CallerMatrixIT.class.getResourceAsStream("/endtoend/caller-matrix.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
