// Asks JavaRosa for the value of each expression: see PROVENANCE.md.

import java.io.FileInputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.condition.EvaluationContext;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormUtils;
import org.javarosa.xpath.XPathParseTool;
import org.javarosa.xpath.expr.XPathFuncExpr;
import org.javarosa.xpath.expr.XPathPathExpr;

public class AskJavaRosa {
    public static void main(String[] arguments) throws Exception {
        new JavaRosaCoreModule().registerModule();
        new XFormsModule().registerModule();
        FormDef form = XFormUtils.getFormFromInputStream(new FileInputStream(arguments[0]));
        form.initialize(false, new InstanceInitializationFactory());
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        for (String line : Files.readAllLines(Path.of(arguments[1]), StandardCharsets.UTF_8)) {
            String[] cells = line.split("\t");
            out.println(cells[0] + "\t" + cells[1] + "\t" + ask(form, cells[0], cells[1]));
        }
    }

    static String ask(FormDef form, String context, String expression) {
        try {
            EvaluationContext here =
                    new EvaluationContext(form.getEvaluationContext(), reference(context));
            Object value =
                    XPathFuncExpr.unpack(
                            XPathParseTool.parseXPath(expression).eval(form.getMainInstance(), here));
            return value.getClass().getSimpleName() + "\t" + XPathFuncExpr.toString(value);
        } catch (Throwable error) {
            return "ERROR\t" + error.getClass().getSimpleName();
        }
    }

    /** The node `/data/job[2]/n`; places count from 1 here and from 0 in the engine. */
    static TreeReference reference(String context) throws Exception {
        String plain = context.replaceAll("\\[\\d+\\]", "");
        TreeReference found = ((XPathPathExpr) XPathParseTool.parseXPath(plain)).getReference();
        String[] steps = context.substring(1).split("/");
        for (int step = 0; step < steps.length; step++) {
            int bracket = steps[step].indexOf('[');
            String place = bracket < 0 ? "1" : steps[step].substring(bracket + 1, steps[step].length() - 1);
            found.setMultiplicity(step, Integer.parseInt(place) - 1);
        }
        return found;
    }
}
