// Lets JavaRosa fill and judge submissions: see README.md.
//
//   java -cp ODK_Validate.jar Oracle.java FORM.xml POOLS < requests
//
// A request is one line: "fill SEED", "judge XML" or "walk ANSWERS" (URL-encoded). An answer is the
// submission as the engine writes it (of a walk: after each round), one line per verdict, then "end".

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.DataType;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.GroupDef;
import org.javarosa.core.model.IFormElement;
import org.javarosa.core.model.RangeQuestion;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.MultipleItemsData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.StringData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.FormInstance;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.services.IPropertyManager;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.core.services.properties.IPropertyRules;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.parse.XFormParser;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xform.util.XFormAnswerDataSerializer;
import org.javarosa.xform.util.XFormUtils;

public class Oracle {
    static final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    static final Map<String, List<String>> pools = new HashMap<>();
    static String path;

    public static void main(String[] arguments) throws Exception {
        new JavaRosaCoreModule().registerModule();
        new XFormsModule().registerModule();
        PropertyManager.setPropertyManager(new Device());
        path = arguments[0];
        for (String line : Files.readAllLines(Path.of(arguments[1]), StandardCharsets.UTF_8)) {
            String[] cells = line.split("\t", 2);
            pools.computeIfAbsent(cells[0], key -> new ArrayList<>()).add(decoded(cells[1]));
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", 2);
            try {
                if (words[0].equals("fill")) fill(new Random(Long.parseLong(words[1])));
                else if (words[0].equals("walk")) walk(decoded(words[1]));
                else judge(decoded(words[1]));
            } catch (Exception error) {
                out.println("stopped " + encoded(String.valueOf(error.getMessage())));
            }
            out.println("end");
        }
    }

    static FormDef load(boolean fresh, FormInstance saved) throws Exception {
        FormDef form = XFormUtils.getFormFromInputStream(new FileInputStream(path));
        if (saved != null) {
            TreeElement tree = form.getInstance().getRoot().deepCopy(true);
            tree.populate(saved.getRoot(), form);
            form.getInstance().setRoot(tree);
        }
        form.initialize(fresh, new InstanceInitializationFactory());
        return form;
    }

    static void write(FormDef form) throws Exception {
        byte[] xml = new XFormSerializingVisitor(true).serializeInstance(form.getInstance());
        out.println("xml " + encoded(new String(xml, StandardCharsets.UTF_8)));
    }

    // ── filling ─────────────────────────────────────────────────────────────────────────────

    static void fill(Random random) throws Exception {
        FormDef form = load(true, null);
        FormEntryModel model = new FormEntryModel(form);
        FormEntryController controller = new FormEntryController(model);
        controller.jumpToIndex(FormIndex.createBeginningOfFormIndex());
        Map<String, Integer> wanted = new HashMap<>();
        int event = controller.stepToNextEvent();
        for (; event != FormEntryController.EVENT_END_OF_FORM; event = controller.stepToNextEvent()) {
            if (event == FormEntryController.EVENT_QUESTION) {
                answer(controller, model.getQuestionPrompt(), random);
            } else if (event == FormEntryController.EVENT_PROMPT_NEW_REPEAT) {
                String place = model.getFormIndex().getReference().genericize().toString();
                int left = wanted.merge(place, random.nextInt(3), (known, fresh) -> known - 1);
                if (left > 0) controller.newRepeat();
            }
        }
        form.postProcessInstance();
        write(form);
    }

    /** Rounds through one interview, apart by an empty line; each line PLACE=ANSWER, or PLACE for a new instance. */
    static void walk(String rounds) throws Exception {
        FormDef form = load(true, null);
        FormEntryModel model = new FormEntryModel(form);
        FormEntryController controller = new FormEntryController(model);
        for (String round : rounds.split("\n\n", -1)) {
            Map<String, String> answers = new HashMap<>();
            for (String line : round.split("\n")) {
                String[] words = line.split("=", 2);
                answers.put(words[0], words.length > 1 ? words[1] : null);
            }
            controller.jumpToIndex(FormIndex.createBeginningOfFormIndex());
            int event = controller.stepToNextEvent();
            for (; event != FormEntryController.EVENT_END_OF_FORM; event = controller.stepToNextEvent()) {
                String place = model.getFormIndex().getReference() == null ? "" : model.getFormIndex().getReference().toString(true);
                if (!answers.containsKey(place)) continue;
                if (event == FormEntryController.EVENT_PROMPT_NEW_REPEAT) controller.newRepeat();
                if (event != FormEntryController.EVENT_QUESTION) continue;
                FormEntryPrompt prompt = model.getQuestionPrompt();
                String answer = answers.get(place);
                controller.answerQuestion(answer.isEmpty() ? null : XFormAnswerDataParser.getAnswerData(answer, prompt.getDataType()), true);
            }
            write(form);
        }
    }

    static void answer(FormEntryController controller, FormEntryPrompt prompt, Random random) {
        if (prompt.isReadOnly()) return;
        for (int attempt = 0; attempt < 40; attempt++) {
            boolean blank = random.nextInt(prompt.isRequired() ? 50 : 8) == 0;
            IAnswerData data = blank ? null : draw(prompt, random);
            if (controller.answerQuestion(data, true) == FormEntryController.ANSWER_OK) return;
        }
    }

    static IAnswerData draw(FormEntryPrompt prompt, Random random) {
        int control = prompt.getControlType();
        List<String> steered = pools.get(prompt.getIndex().getReference().genericize().toString(false));
        if (steered != null && random.nextInt(6) > 0) {
            IAnswerData data = XFormAnswerDataParser.getAnswerData(steered.get(0), prompt.getDataType());
            return control == Constants.CONTROL_SELECT_MULTI
                    ? new MultipleItemsData(List.of(new Selection(steered.get(0))))
                    : control == Constants.CONTROL_SELECT_ONE ? new SelectOneData(new Selection(steered.get(0))) : data;
        }
        if (control == Constants.CONTROL_SELECT_ONE
                || control == Constants.CONTROL_SELECT_MULTI
                || control == Constants.CONTROL_RANK) {
            List<SelectChoice> choices = new ArrayList<>(prompt.getSelectChoices());
            if (choices.isEmpty()) return null;
            Collections.shuffle(choices, random);
            if (control == Constants.CONTROL_SELECT_ONE) return new SelectOneData(choices.get(0).selection());
            int size = control == Constants.CONTROL_RANK ? choices.size() : 1 + random.nextInt(Math.min(4, choices.size()));
            List<Selection> chosen = new ArrayList<>();
            for (SelectChoice choice : choices.subList(0, size)) chosen.add(choice.selection());
            return new MultipleItemsData(chosen);
        }
        if (control == Constants.CONTROL_TRIGGER) return new StringData("OK");
        if (prompt.getQuestion() instanceof RangeQuestion) return drawWithin(prompt, random);
        String type = DataType.from(prompt.getDataType()).name();
        List<String> pool = pools.getOrDefault(type, pools.get("TEXT"));
        return XFormAnswerDataParser.getAnswerData(pool.get(random.nextInt(pool.size())), prompt.getDataType());
    }

    /** A step of a range control, which the engine itself does not check. */
    static IAnswerData drawWithin(FormEntryPrompt prompt, Random random) {
        RangeQuestion range = (RangeQuestion) prompt.getQuestion();
        BigDecimal width = range.getRangeEnd().subtract(range.getRangeStart());
        int steps = width.divide(range.getRangeStep(), RoundingMode.DOWN).abs().intValue();
        BigDecimal step = range.getRangeStep().abs().multiply(BigDecimal.valueOf(width.signum()));
        BigDecimal drawn = range.getRangeStart().add(step.multiply(BigDecimal.valueOf(random.nextInt(steps + 1))));
        return XFormAnswerDataParser.getAnswerData(drawn.toPlainString(), prompt.getDataType());
    }

    // ── judging ─────────────────────────────────────────────────────────────────────────────

    static void judge(String xml) throws Exception {
        FormInstance saved =
                XFormParser.restoreDataModel(
                        new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), null);
        FormDef form = load(false, saved);
        write(form);
        count(form, form);
        // Without a controller: that one would create the instances that a count wants.
        FormEntryModel model = new FormEntryModel(form);
        FormIndex index = model.incrementIndex(FormIndex.createBeginningOfFormIndex(), true);
        for (; model.getEvent(index) != FormEntryController.EVENT_END_OF_FORM; index = model.incrementIndex(index, true)) {
            boolean question = model.getEvent(index) == FormEntryController.EVENT_QUESTION;
            if (question && model.isIndexRelevant(index)) judge(form, model.getQuestionPrompt(index), index);
        }
    }

    /** How many instances each repeat with a count shall have. */
    static void count(FormDef form, IFormElement element) {
        List<IFormElement> children = element.getChildren();
        if (children == null) return;
        for (IFormElement child : children) {
            if (child instanceof GroupDef && ((GroupDef) child).count != null) {
                TreeReference repeat = FormInstance.unpackReference(child.getBind());
                for (TreeReference around : form.getEvaluationContext().expandReference(repeat.getParentRef())) {
                    if (!form.getInstance().resolveReference(around).isRelevant()) continue;
                    TreeReference counter = ((GroupDef) child).getConextualizedCountReference(around);
                    TreeElement node = form.getInstance().resolveReference(counter);
                    String wanted = node.getValue() == null ? "" : text(node.getValue());
                    TreeReference place = around.extendRef(repeat.getNameLast(), 0);
                    out.println("count " + wanted + " " + place.toString(true));
                }
            }
            count(form, child);
        }
    }

    /** The verdicts on one relevant answer, which stays as it is. */
    static void judge(FormDef form, FormEntryPrompt prompt, FormIndex index) {
        TreeElement node = form.getInstance().resolveReference(index.getReference());
        IAnswerData value = node.getValue();
        try {
            if (value == null && prompt.isRequired()) say("required", index);
            if (!form.evaluateConstraint(index.getReference(), value)) say("constraint", index);
            if (value != null && prompt.getQuestion().getDynamicChoices() != null) {
                String before = text(value);
                prompt.getSelectChoices();
                String after = node.getValue() == null ? "" : text(node.getValue());
                node.setAnswer(value);
                if (!before.equals(after)) say("choice", index);
            }
        } catch (RuntimeException error) {
            say("error", index);
            node.setAnswer(value);
        }
    }

    static String text(IAnswerData value) {
        return (String) new XFormAnswerDataSerializer().serializeAnswerData(value);
    }

    static void say(String code, FormIndex index) {
        out.println("verdict " + code + " " + index.getReference().toString(true));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** What the engine asks of the phone: every property has its own name as value. */
    static class Device implements IPropertyManager {
        public List<String> getProperty(String name) {
            return List.of(name);
        }

        public String getSingularProperty(String name) {
            return name;
        }

        public void setProperty(String name, String value) {}

        public void setProperty(String name, List<String> value) {}

        public void addRules(IPropertyRules rules) {}

        public List<IPropertyRules> getRules() {
            return List.of();
        }
    }
}
