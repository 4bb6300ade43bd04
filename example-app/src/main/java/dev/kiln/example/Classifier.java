package dev.kiln.example;

import dev.kiln.session.Feeds;
import dev.kiln.session.Results;
import dev.kiln.session.Session;
import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A {@link Digits} model that is run in one of the three ways; all give the same bits. */
interface Classifier {
  /** The loss of a batch, and its derivatives by the names of the parameters. */
  record Slope(Tensor loss, Map<String, Tensor> gradients) {}

  /** The model, whose parameters training changes. */
  Digits model();

  /** What the model says of images. */
  Tensor logits(Tensor x);

  /** The loss of a batch and its derivatives. */
  Slope slope(Tensor x, Tensor label);

  /** A classifier with fresh weights, the same in every mode. */
  static Classifier create(Mode mode) {
    Random random = new Random(1);
    return switch (mode) {
      case EAGER -> new Eager(new Digits(random));
      case SESSION -> new InSession(new Digits(random));
      case COMPILED -> new Compiled(new CompiledDigits(random));
    };
  }

  /** The dynamic graph: the class as it is, with a tape. */
  record Eager(Digits model) implements Classifier {
    @Override
    public Tensor logits(Tensor x) {
      return model.logits(x);
    }

    @Override
    public Slope slope(Tensor x, Tensor label) {
      Map<String, Tensor> gradients = new LinkedHashMap<>(DigitsParameters.get(model));
      Tensor[] parameters = gradients.values().toArray(new Tensor[0]);
      try (Tape tape = Tape.open()) {
        Tensor loss = model.loss(x, label);
        List<Tensor> derivatives = tape.gradient(loss, parameters);
        int i = 0;
        for (Map.Entry<String, Tensor> entry : gradients.entrySet()) {
          entry.setValue(derivatives.get(i++));
        }
        return new Slope(loss, gradients);
      }
    }
  }

  /** The static graph: fed and fetched by name. */
  record InSession(Digits model, Session forward, Session backward) implements Classifier {
    InSession(Digits model) {
      this(model, new Session(DigitsGraphs.logits()), new Session(DigitsGraphs.lossGradient()));
    }

    @Override
    public Tensor logits(Tensor x) {
      return forward.run(fed(Feeds.of("x", x))).tensor("result");
    }

    @Override
    public Slope slope(Tensor x, Tensor label) {
      Results results = backward.run(fed(Feeds.of("x", x).and("label", label)));
      Map<String, Tensor> gradients = new LinkedHashMap<>();
      DigitsParameters.names().forEach(name -> gradients.put(name, results.tensor(name)));
      return new Slope(results.tensor("value"), gradients);
    }

    private Feeds fed(Feeds arguments) {
      Feeds feeds = arguments;
      for (Map.Entry<String, Tensor> entry : DigitsParameters.get(model).entrySet()) {
        feeds = feeds.and(entry.getKey(), entry.getValue());
      }
      return feeds;
    }
  }

  /** The generated code. */
  record Compiled(CompiledDigits model) implements Classifier {
    @Override
    public Tensor logits(Tensor x) {
      return model.logits(x);
    }

    @Override
    public Slope slope(Tensor x, Tensor label) {
      CompiledDigits.LossGradient gradient = model.lossGradient(x, label);
      Map<String, Tensor> gradients = new LinkedHashMap<>();
      gradients.put("w1", gradient.w1());
      gradients.put("b1", gradient.b1());
      gradients.put("w2", gradient.w2());
      gradients.put("b2", gradient.b2());
      return new Slope(gradient.value(), gradients);
    }
  }
}
