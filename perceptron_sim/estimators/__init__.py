"""Both learners as estimators of scikit-learn, for its pipelines, searches and scores; needs the extra `sklearn`."""

from perceptron_sim.estimators.mark1_classifier import Mark1Classifier
from perceptron_sim.estimators.network_classifier import NetworkClassifier

__all__ = ["Mark1Classifier", "NetworkClassifier"]
