package org.threadbook.experiment.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.function.IntConsumer;

class ExitGuardTest {
    /** Ways to end the JVM; woven by the tests. */
    public static class Exits {
        public static IntConsumer of(String way) {
            var runtime = Runtime.getRuntime();
            return switch (way) {
                case "System.exit" -> status -> System.exit(status);
                case "Runtime.exit" -> status -> Runtime.getRuntime().exit(status);
                case "Runtime.halt" -> status -> runtime.halt(status);
                case "System::exit" -> System::exit;
                case "runtime::exit" -> runtime::exit;
                case "runtime::halt" -> runtime::halt;
                default -> throw new AssertionError(way);
            };
        }

        public static int harmless() {
            return Runtime.getRuntime().availableProcessors();
        }
    }

    private final Class<?> exits = new WovenLoader(Exits.class).woven(Exits.class);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "System.exit",
                "Runtime.exit",
                "Runtime.halt",
                "System::exit",
                "runtime::exit",
                "runtime::halt"
            })
    void refusesToEndTheJvm(String way) throws Exception {
        var exit = (IntConsumer) exits.getMethod("of", String.class).invoke(null, way);
        Throwable thrown = null;
        try {
            exit.accept(3);
        } catch (ExitRefused refused) {
            thrown = refused;
            assertThat(refused.status()).isEqualTo(3);
        }
        assertThat(thrown).hasMessageContaining("(3) was refused").hasMessageContaining("restart");
    }

    @Test
    void leavesOtherCallsAlone() throws Exception {
        assertThat(exits.getMethod("harmless").invoke(null))
                .isEqualTo(Runtime.getRuntime().availableProcessors());
    }
}
