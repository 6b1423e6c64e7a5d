import { option } from "./ask.ts";
import type { Option } from "./question.ts";

/** The steps that several questions share. */

export const AGREEMENT: Option[] = [
  option("strongly-disagree", "Instämmer inte alls", "Strongly disagree"),
  option("disagree", "Instämmer till liten del", "Disagree"),
  option("neither", "Varken eller", "Neither agree nor disagree"),
  option("agree", "Instämmer till stor del", "Agree"),
  option("strongly-agree", "Instämmer helt", "Strongly agree"),
];

export const SATISFACTION: Option[] = [
  option("very-dissatisfied", "Mycket missnöjd", "Very dissatisfied"),
  option("dissatisfied", "Ganska missnöjd", "Dissatisfied"),
  option("neither", "Varken eller", "Neither satisfied nor dissatisfied"),
  option("satisfied", "Ganska nöjd", "Satisfied"),
  option("very-satisfied", "Mycket nöjd", "Very satisfied"),
];

export const FREQUENCY: Option[] = [
  option("never", "Aldrig", "Never"),
  option("seldom", "Sällan", "Seldom"),
  option("sometimes", "Ibland", "Sometimes"),
  option("often", "Ofta", "Often"),
  option("very-often", "Mycket ofta", "Very often"),
];
