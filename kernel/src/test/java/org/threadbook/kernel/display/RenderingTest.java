package org.threadbook.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.threadbook.experiment.control.Stopped;

import java.util.Arrays;
import java.util.List;

/** How values are shown. */
class RenderingTest {
    private final Rendering rendering = new Rendering();

    private String text(Object value) {
        return (String) rendering.render(value).data().get("text/plain");
    }

    @Test
    void valuesAreShownByTheirToString() {
        assertThat(text(List.of(1, 2))).isEqualTo("[1, 2]");
        assertThat(text("a \"word\"")).isEqualTo("a \"word\"");
        assertThat(text(null)).isEqualTo("null");
    }

    @Test
    void arraysAreShownByTheirElements() {
        assertThat(text(new double[] {1.5, 2})).isEqualTo("[1.5, 2.0]");
        assertThat(text(new Object[] {"a", new int[] {1, 2}, null})).isEqualTo("[a, [1, 2], null]");
        assertThat(text(new int[0])).isEqualTo("[]");
    }

    @Test
    void anArrayThatContainsItselfEnds() {
        var array = new Object[] {"a", null};
        array[1] = array;

        assertThat(text(array)).isEqualTo("[a, [...]]");
    }

    @Test
    void aLongArrayIsCutAndItsLengthSaid() {
        assertThat(text(new byte[50_000_000]))
                .hasSizeLessThan(5_000)
                .endsWith("0, … (50,000,000 elements; display(...) shows all)]");
    }

    @Test
    void aLongTextIsCutAndItsLengthSaid() {
        assertThat(text("x".repeat(5_000_000)))
                .hasSizeLessThan(101_000)
                .endsWith("x… (the first 100,000 of 5,000,000 characters; display(...) shows all)");
    }

    @Test
    void theWholeIsShownIfAskedFor() {
        var text = "x".repeat(5_000_000);
        assertThat(rendering.renderWhole(text)).isEqualTo(MimeBundle.text(text));
        assertThat(rendering.renderWhole(new byte[5_000]).data().get("text/plain"))
                .isEqualTo(Arrays.toString(new byte[5_000]));
    }

    @Test
    void aCutDoesNotSplitACharacter() {
        String shown = text("x" + "𝄞".repeat(100_000));

        assertThat(
                        shown.codePoints()
                                .filter(each -> Character.getType(each) == Character.SURROGATE))
                .isEmpty();
    }

    @Test
    void aToStringThatThrowsIsSaid() {
        var broken =
                new Object() {
                    @Override
                    public String toString() {
                        throw new IllegalStateException("inside");
                    }
                };

        assertThat(text(broken)).contains("IllegalStateException: inside");
        assertThat(text(new Object[] {1, broken})).startsWith("[1, ").contains("inside");
    }

    @Test
    void aToStringThatNeverReturnsIsSaid() {
        var endless =
                new Object() {
                    @Override
                    public String toString() {
                        return "" + this;
                    }
                };

        assertThat(text(endless)).contains("StackOverflowError");
    }

    @Test
    void anInterruptIsNotTakenForAnErrorOfToString() {
        var stopped =
                new Object() {
                    @Override
                    public String toString() {
                        throw new Stopped();
                    }
                };

        assertThatThrownBy(() -> rendering.render(stopped)).isInstanceOf(Stopped.class);
    }

    @Test
    void theRendererRegisteredLastForATypeIsTaken() {
        rendering
                .register(Number.class, number -> MimeBundle.text("number " + number))
                .register(Integer.class, number -> MimeBundle.text("integer " + number));

        assertThat(text(1)).isEqualTo("integer 1");
        assertThat(text(1.5)).isEqualTo("number 1.5");
        assertThat(text("1")).isEqualTo("1");
    }

    @Test
    void aBundleIsShownAsItIs() {
        var bundle = MimeBundle.text("as it is");

        assertThat(rendering.render(bundle)).isSameAs(bundle);
    }
}
