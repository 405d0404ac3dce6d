"""EVA, a tool for the ex-ante impact assessments of a Finnish municipality."""
