/** Files that say what pipelines should be: AWS CLI inputs and CloudFormation templates, read, judged and applied. */
package dev.pipewright.template;
